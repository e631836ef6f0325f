import { startFolder } from '../clients/start-folder.js';
import { describeLaunch, describeReach } from '../servers/describe-launch.js';
import { isYes, type Terminal } from '../person/terminal.js';
import type { ClientEntry } from './assign.js';
import type { Staying } from './our-text.js';

const notAgreed = (to: string): Staying => ({
  kind: 'unclear',
  why: `it belongs to a project, and no person agreed to ${to} it`,
});
const QUESTIONS = {
  stdio: 'start it, and put it behind the guard? [y/N] ',
  remote: 'connect to it, and put it behind the guard? [y/N] ',
};

/**
 * Servers of a repository are a stranger's until a person has seen all of them: each needs its own consent, and only an
 * answer at a terminal gives it.
 */
export async function askForProjects(
  entries: readonly ClientEntry[],
  terminal: Terminal | undefined,
): Promise<(entry: ClientEntry) => Staying | undefined> {
  const agreed = new Set<string>();
  for (const entry of entries) {
    const shown = describe(entry);
    if (!terminal || shown === undefined) continue; // no consent to what cannot be shown
    terminal.show(`\n${shown}`);
    const question = QUESTIONS[entry.server.run.kind === 'remote' ? 'remote' : 'stdio'];
    if (isYes(await terminal.ask(question))) agreed.add(keyOf(entry)); // oxlint-disable-line no-await-in-loop -- one after the other
  }
  return (entry) =>
    entry.file.scope === 'user' || agreed.has(keyOf(entry))
      ? undefined
      : notAgreed(entry.server.run.kind === 'remote' ? 'connect to' : 'start');
}

const keyOf = ({ file, server }: ClientEntry): string => JSON.stringify([file.path, server.path]);

function describe({ file, server }: ClientEntry): string | undefined {
  const { name, run, place } = server;
  const { path, scope, client } = file;
  if (run.kind === 'remote') {
    const shown = { ...run, server: name, client: client.id, path, line: place.line };
    return describeReach(shown, client.placeholder);
  }
  if (run.kind !== 'stdio') return undefined;
  const cwd = startFolder({ path, scope, client: client.id }, server, '/');
  return describeLaunch({ ...run, server: name, client: client.id, path, line: place.line, cwd });
}
