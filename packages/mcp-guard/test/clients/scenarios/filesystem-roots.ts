import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConnectedClient } from '../connected-client.ts';
import { outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { inTurn } from './shared.ts';

/** The server tells nobody when it has taken the roots over, so it is asked until it names the folder. */
async function untilAllowed(client: ConnectedClient, folder: string): Promise<object> {
  const answer = await client.callTool({ name: 'list_allowed_directories', arguments: {} });
  return JSON.stringify(answer).includes(`${folder}"`) ? answer : untilAllowed(client, folder);
}

export const filesystemRoots: Scenario = {
  name: 'the client’s roots replace the allowed folders, and again when they change',
  server: 'filesystem',
  answers: (folder) => {
    const root = (name: string) => ({ uri: pathToFileURL(join(folder, name)).href, name });
    return { roots: inTurn({ roots: [root('inner'), root('not-there')] }, { roots: [root('other')] }) };
  },
  async run({ client, folder }) {
    const read = (name: string) =>
      outcome(client.callTool({ name: 'read_text_file', arguments: { path: join(folder, name) } }));
    const first = await untilAllowed(client, join(folder, 'inner'));
    const firstReads = [await read('inner/a.md'), await read('notes.txt')];
    await client.sendRootsListChanged();
    const second = await untilAllowed(client, join(folder, 'other'));
    return { first, firstReads, second, secondReads: [await read('other/c.txt'), await read('inner/a.md')] };
  },
};
