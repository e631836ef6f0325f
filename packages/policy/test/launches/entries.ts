import { parseBase, parseFile } from '../../src/loading/load.js';
import type { LaunchEntry, Launched } from '../../src/launches/launch-difference.js';
import type { Config } from '../../src/config.js';
import { mergeBase } from '../../src/loading/merge.js';

/** An entry of a base, as it is read from its file. */
export function entryOf(written: LaunchEntry): LaunchEntry {
  const { a } = parseBase(JSON.stringify({ servers: { a: written } }), 'b.yaml').file.servers;
  if (!a) throw new Error('no entry');
  return a;
}

/** `npx -y a b`, or a list where a word has a space. */
export function lineOf(line: string | readonly string[]): { readonly command: string; readonly args: string[] } {
  const [command = '', ...args] = typeof line === 'string' ? line.split(' ') : line;
  return { command, args };
}

export const launched = (line: string | readonly string[], rest: Partial<Launched> = {}): Launched => ({
  ...lineOf(line),
  env: {},
  ...rest,
});

/** A file with one server under a base. */
export const merged = (server: object, base: object): Config['servers'][string] | undefined =>
  mergeBase(
    parseFile(JSON.stringify({ servers: { mine: server } }), 'f.yaml', new Map()).file,
    parseBase(JSON.stringify(base), 'b.yaml').file,
  ).servers['mine'];
