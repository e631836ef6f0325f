import { safe } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import type { Terminal } from '../terminal.js';
import type { Entry } from './assign.js';
import { isSecretValue } from './secret-values.js';
import type { Staying } from './our-server.js';

const MAX_COMMAND = 4000;

const NOT_AGREED: Staying = { kind: 'unclear', why: 'it is a project’s, and nobody agreed to start it' };

/**
 * What a repository brings is a stranger's until a person has seen the whole of it: each server is asked about by
 * itself, and nothing else than an answer at a terminal says yes.
 */
export async function askForProjects(
  entries: readonly Entry[],
  terminal: Terminal | undefined,
): Promise<(entry: Entry) => Staying | undefined> {
  const agreed = new Set<string>();
  for (const { file, server } of entries) {
    if (!terminal) break;
    terminal.show(describe({ file, server }));
    const answer = await terminal.ask('start this server, and put it behind the guard? [y/N] ');
    if (isYes(answer)) agreed.add(keyOf({ file, server }));
  }
  return (entry) => (entry.file.scope === 'user' || agreed.has(keyOf(entry)) ? undefined : NOT_AGREED);
}

export const isYes = (answer: string | undefined): boolean => /^(?:y|yes)$/i.test(answer?.trim() ?? '');

const keyOf = ({ file, server }: Entry): string => JSON.stringify([file.path, server.path]);

/** The whole command, however long: what is cut could be what matters. */
function describe({ file, server: { name, run, place } }: Entry): string {
  const lines = [`\n${safe(file.path, MAX_COMMAND)}:${place.line} has the server ${safe(name, MAX_COMMAND)}:`];
  if (run.kind === 'stdio') {
    lines.push(...[run.command, ...run.args].map((part) => `    ${safe(mask(part), MAX_COMMAND)}`));
    // Some variables decide what runs, too.
    lines.push(...Object.entries(run.env).map(([variable, value]) => `    with ${describeVariable(variable, value)}`));
  }
  return lines.join('\n');
}

const describeVariable = (name: string, value: string): string =>
  `${safe(name, MAX_COMMAND)}=${isSecretValue(name, value) ? '[hidden]' : safe(mask(value), MAX_COMMAND)}`;
