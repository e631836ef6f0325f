import { foldName } from '@mcp-guard/core';
import { loadsCode } from './loads-code.js';
import { compilePattern } from './match.js';
import type { BaseFile, ConfigFile } from './schema/config.js';

type Entry = Pick<BaseFile['servers'][string], 'command' | 'args' | 'url'>;
type Server = Pick<ConfigFile['servers'][string], 'command' | 'args' | 'env'>;

/**
 * Whether an entry of a base binds this server: its command stands somewhere in the command
 * line, also behind `env` or inside `sh -c`, followed by its arguments in their order, with
 * or without others between them. In doubt it does, since rules only tighten.
 */
export function mayBeAbout({ command, args = [] }: Entry, server: Server): boolean {
  if (command === undefined) return false; // remote servers are not reached by this version
  const line = [server.command, ...server.args];
  if (isRiddle(line)) return true;
  const words = line.flatMap((word) => [word].concat(word.split(/[^\w@./:+~\\-]+/)));
  const isCommand = toDoubter(command);
  const wanted = args.map(toDoubter);
  return words.some((word, start) => isCommand(toProgram(word)) && followInOrder(words.slice(start + 1), wanted));
}

/**
 * Whether this server is what an entry names, and nothing else: its command and its arguments
 * one by one, and no variable that makes a program load something else. In doubt it is not,
 * since who is named escapes what the base says of all others.
 */
export function isAbout({ command, args, url }: Entry, server: Server): boolean {
  if (command === undefined || url !== undefined) return false;
  if (!compilePattern(command).matches(server.command)) return false;
  if (Object.keys(server.env).some(loadsCode)) return false;
  if (args === undefined) return true;
  return (
    args.length === server.args.length && args.every((arg, at) => compilePattern(arg).matches(server.args[at] ?? ''))
  );
}

const SHELL = /^(?:ba|da|z|k|c|tc|a|fi)?sh$|^(?:busybox|cmd|powershell|pwsh)$/i;
/** A script in which every word is what it looks like. */
const PLAIN_SCRIPT = /^[\w@%+=:,./ -]*$/;

/** A shell with a script that would have to be run to know what it starts. */
const isRiddle = (line: readonly string[]): boolean =>
  line.some((word) => SHELL.test(toProgram(word))) && !line.every((word) => PLAIN_SCRIPT.test(word));

function followInOrder(words: readonly string[], wanted: readonly ((word: string) => boolean)[]): boolean {
  let at = 0;
  for (const matches of wanted) {
    while (at < words.length && !matches(words[at] ?? '')) at++;
    if (at++ >= words.length) return false;
  }
  return true;
}

/** Matches in whatever case and spelling. */
function toDoubter(source: string): (word: string) => boolean {
  const pattern = compilePattern(source);
  return (word) => pattern.matches(word) || pattern.matchesFolded(foldName(word));
}

/** `npx` of `/usr/bin/npx` and of `C:\\node\\npx.cmd`. */
const toProgram = (word: string): string =>
  (word.split(/[\\/]/).at(-1) ?? word).replace(/\.(exe|cmd|bat|com|ps1)$/i, '');
