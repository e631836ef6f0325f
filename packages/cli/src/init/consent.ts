import { describeLaunch } from '../servers/describe-launch.js';
import { isYes, type Terminal } from '../terminal.js';
import type { Entry } from './assign.js';
import type { Staying } from './our-server.js';

const NOT_AGREED: Staying = { kind: 'unclear', why: 'it is a project’s, and nobody agreed to start it' };
const QUESTION = 'start it, and put it behind the guard? [y/N] ';

/**
 * What a repository brings is a stranger's until a person has seen the whole of it: each server is asked about by
 * itself, and nothing else than an answer at a terminal says yes.
 */
export async function askForProjects(
  entries: readonly Entry[],
  terminal: Terminal | undefined,
): Promise<(entry: Entry) => Staying | undefined> {
  const agreed = new Set<string>();
  for (const entry of entries) {
    const shown = describe(entry);
    if (!terminal || shown === undefined) continue; // nobody agrees to what he cannot read
    terminal.show(`\n${shown}`);
    if (isYes(await terminal.ask(QUESTION))) agreed.add(keyOf(entry)); // oxlint-disable-line no-await-in-loop -- one after the other
  }
  return (entry) => (entry.file.scope === 'user' || agreed.has(keyOf(entry)) ? undefined : NOT_AGREED);
}

const keyOf = ({ file, server }: Entry): string => JSON.stringify([file.path, server.path]);

const describe = ({ file, server: { name, run, place } }: Entry): string | undefined =>
  run.kind === 'stdio'
    ? describeLaunch({ ...run, server: name, client: file.client.id, path: file.path, line: place.line })
    : undefined;
