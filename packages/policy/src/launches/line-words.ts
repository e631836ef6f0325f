import { decodePercent, foldName } from '@mcp-guard/core';
import { toProgram } from './program-name.js';

/** A command line with the values of variables that decide what it runs. */
export interface CommandWords {
  readonly words: readonly string[];
  readonly values: readonly string[];
}

/** Splits a word where a shell would see another one. */
export const splitWord = (word: string): readonly string[] => word.split(/[^\w@./:+~\\-]+/);

/** Each word, and what stands in it. */
export const toPieces = (words: readonly string[]): readonly string[] =>
  words.flatMap((word) => [word].concat(splitWord(word)));

/** A word as it may be read, in lower case: with and without its percent signs, with slashes for backslashes. */
export function toReadings(word: string): readonly string[] {
  const folded = foldName(word).replaceAll('\\', '/');
  const decoded = folded.includes('%') ? decodePercent(folded) : undefined;
  return decoded === undefined ? [folded] : [folded, foldName(decoded).replaceAll('\\', '/')];
}

const SHELL =
  /^(?:ba|da|z|k|c|tc|a|fi|mk|ok|ya|xon|elvi|nu|po|ra)?sh$|^(?:busybox|toybox|cmd|powershell|pwsh|wsl|su|runuser)$/;
/** A script in which every word is what it looks like; `%` is a variable’s sign on Windows only. */
const PLAIN_SCRIPT = /^[\w@+=:,./ -]*$/;
const PLAIN_SCRIPT_OF_SH = /^[\w@%+=:,./ -]*$/;
/** One text that is taken apart by rules of its own: `env -S`. */
const SPLIT_STRING = /^(?:-\w{0,8}S|--split-string)/;

/** A shell with a script that would have to be run to know what it starts. */
export function isRiddle(line: readonly string[]): boolean {
  const programs = line.map(toProgram);
  const splits = programs.includes('env') && line.some((word) => SPLIT_STRING.test(word));
  if (!splits && !programs.some((program) => SHELL.test(program))) return false;
  const plain = programs.some((program) => program === 'cmd' || program === 'wsl') ? PLAIN_SCRIPT : PLAIN_SCRIPT_OF_SH;
  return !line.every((word) => plain.test(word));
}
