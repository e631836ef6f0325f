import { findTerminal, isYes, type Terminal } from '../../person/terminal.js';
import { describeLaunch } from '../../servers/describe-launch.js';
import type { Launchable } from './launches.js';

const QUESTION = 'start it, to see what it offers? [y/N] ';

/**
 * Asks the person at the terminal about every server that a repository names, one by one, and returns why others are
 * not started. Only a person's own yes starts one.
 */
export async function findRefused(launchables: readonly Launchable[]): Promise<ReadonlyMap<Launchable, string>> {
  const ofProjects = launchables.filter(({ isOfProject }) => isOfProject);
  const refused = new Map<Launchable, string>();
  if (ofProjects.length === 0) return refused;
  const terminal = findTerminal('starting what a project names');
  try {
    for (const each of ofProjects) {
      const why = terminal
        ? await askAbout(each, terminal)
        : 'belongs to a project, and there is no terminal to agree at';
      if (why !== undefined) refused.set(each, why);
    }
  } finally {
    terminal?.close();
  }
  return refused;
}

async function askAbout(
  { launch, first: { file, server } }: Launchable,
  terminal: Terminal,
): Promise<string | undefined> {
  const { client, path } = file;
  const { line } = server.place;
  const shown = describeLaunch({ ...launch, server: server.name, client, path, line });
  if (shown === undefined) return 'belongs to a project, and its command is too long to be shown in full';
  terminal.show(shown);
  return isYes(await terminal.ask(QUESTION)) ? undefined : 'belongs to a project, and was not agreed to';
}
