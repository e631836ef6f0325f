import { foldName } from '@mcp-guard/core';
import { isRiddle, toPieces, type CommandWords } from './line-words.js';
import { mentionsHost } from './mentions-host.js';
import { mayRunPackages, mentionsPackage } from './mentions.js';
import { findDifference, type LaunchEntry, type Launched, type Reached } from './launch-difference.js';
import { toProgram } from './program-name.js';
import { readPackageRun } from './read-package-run.js';
import { mayNameHost, mayNamePath } from './url-pattern.js';
import { loadsCode } from '../text/loads-code.js';
import { compilePattern } from '../patterns/match.js';
import { readServerUrl } from '../patterns/server-url.js';

/**
 * An entry of a base binds this server: its command line may run the package that the entry names, however it is
 * written; or the entry's words stand in it in their order, also behind `env` or inside `sh -c`, with or without others
 * between them. A remote server is bound by an entry for its host, since a path may lead to another one, and so is a
 * program that is given that host. In doubt it does, since rules only tighten.
 */
export function mayBeAbout(entry: LaunchEntry, server: Launched | Reached): boolean {
  if ('url' in server) return entry.url !== undefined && mayNameHost(entry.url, readServerUrl(server.url)?.host);
  if (isRiddle([server.command, ...server.args])) return true;
  if (entry.url !== undefined) return mentionsHost(entry.url, server);
  return hasWordsOf(entry, server) || mayRunPackageOf(entry, server);
}

/**
 * The same for a server that is exactly what some entry names: another entry for its package is about it only with the
 * same arguments, and one for its host only with the same path.
 */
export function isAlsoAbout(entry: LaunchEntry, server: Launched | Reached): boolean {
  if (!mayBeAbout(entry, server)) return false;
  if ('url' in server) return entry.url !== undefined && mayNamePath(entry.url, readServerUrl(server.url));
  return (entry.args ?? []).length === 0 || hasArgumentsOf(entry, server);
}

/**
 * This server is what an entry names, and nothing else. In doubt it is not, since a server that is named escapes the
 * base's rules for all others.
 */
export const isAbout = (entry: LaunchEntry, server: Launched | Reached): boolean =>
  findDifference(entry, server) === undefined;

function mayRunPackageOf({ command = '', args = [] }: LaunchEntry, server: Launched): boolean {
  const run = readPackageRun([command, ...args]);
  if (!run) return false;
  const { kind } = run.runner;
  const line = toLine(server);
  if (!run.isClear && args.length === 0) return mayRunPackages(kind, line);
  // Each word of an unclear one may be its package.
  const specs = run.isClear ? run.packages : args.filter((arg) => !arg.startsWith('-'));
  const names = specs.map((spec) => (spec.startsWith('^') ? spec : kind.split(spec).name));
  return names.some((name) => mentionsPackage(kind, name, line));
}

/** Settings of a runner may name the package as well: `npm_config_package`. */
const toLine = ({ command, args, env }: Launched): CommandWords => ({
  words: [command, ...args],
  values: Object.entries(env).flatMap(([name, value]) =>
    loadsCode(name) ? (typeof value === 'string' ? [value] : value.map(String)) : [],
  ),
});

function hasWordsOf({ command = '', args = [] }: LaunchEntry, server: Launched): boolean {
  const words = toPieces([server.command, ...server.args]);
  const isCommand = toDoubter(command);
  const program = toDoubter(toProgram(command));
  const wanted = args.map(toDoubter);
  // Words that follow a later match follow the first one as well.
  const start = words.findIndex((word) => isCommand(word) || isCommand(toProgram(word)) || program(toProgram(word)));
  return start !== -1 && followInOrder(words.slice(start + 1), wanted);
}

function hasArgumentsOf({ command = '', args = [] }: LaunchEntry, server: Launched): boolean {
  const run = readPackageRun([command, ...args]);
  const wanted = run?.isClear ? run.args : args;
  return followInOrder(toPieces(server.args), wanted.map(toDoubter));
}

function followInOrder(words: readonly string[], wanted: readonly ((word: string) => boolean)[]): boolean {
  let at = 0;
  for (const matches of wanted) {
    while (at < words.length && !matches(words[at] ?? '')) at++;
    if (at++ >= words.length) return false;
  }
  return true;
}

/** Matches in any case and spelling. */
function toDoubter(source: string): (word: string) => boolean {
  const pattern = compilePattern(source);
  return (word) => pattern.matches(word) || pattern.matchesFolded(foldName(word));
}
