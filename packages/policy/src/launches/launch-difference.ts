import { resolve } from 'node:path';
import { decidesLaunch } from '../text/loads-code.js';
import { compilePattern } from '../patterns/match.js';
import type { BaseFile } from '../schema/base.js';
import type { FileRemote, FileStdio } from '../config.js';
import { readServerUrl } from '../patterns/server-url.js';
import { isRiddle } from './line-words.js';
import { isWild, matchesSpec } from './match-spec.js';
import { findRunDifference, matchAll } from './names-run.js';
import { readPackageRun } from './read-package-run.js';
import { namesUrl } from './url-pattern.js';

/** The launch that an entry of a base names, or the URL. */
export type LaunchEntry = Partial<
  Pick<BaseFile['servers'][string], 'command' | 'args' | 'url' | 'cwd' | 'env' | 'ca_file'>
>;
export type Launched = Pick<FileStdio, 'command' | 'args' | 'env'> & Partial<Pick<FileStdio, 'cwd'>>;
/** How a remote server is reached. */
export type Reached = Pick<FileRemote, 'url'> & Partial<Pick<FileRemote, 'ca_file'>>;

/** Why a server is not what an entry names, as text after the server's name; nothing if it matches exactly. */
export const findDifference = (entry: LaunchEntry, server: Launched | Reached): string | undefined =>
  'url' in server ? findUrlDifference(entry, server) : findLaunchDifference(entry, server);

/** Headers say who asks, and not who is asked. */
function findUrlDifference({ url: named, ca_file: authorities }: LaunchEntry, server: Reached): string | undefined {
  if (named === undefined) return 'it is a remote server';
  const url = readServerUrl(server.url);
  if (!url || !namesUrl(named, url)) return 'its url is another';
  const own = server.ca_file ?? null;
  if (own === null) return undefined; // the certificates of the system are at least as good
  const isNamed = authorities !== undefined && compilePattern(authorities).matches(own);
  return isNamed ? undefined : 'its ca_file says which certificates are trusted for it';
}

/**
 * Why a server is not what an entry names, as text after the server's name; nothing if it matches exactly: its
 * program, its package and version, its arguments, its folder, and its variables that decide what runs.
 */
export const findLaunchDifference = (entry: LaunchEntry, server: Launched): string | undefined =>
  findLineDifference(entry, server) ?? findVariable(entry, server) ?? findFolder(entry, server);

function findLineDifference({ command, args, url }: LaunchEntry, server: Launched): string | undefined {
  const other = 'it is started by another program';
  if (command === undefined || url !== undefined) return other;
  if (args === undefined) return compilePattern(command).matches(server.command) ? undefined : other;
  const [wanted, given] = [
    [command, ...args],
    [server.command, ...server.args],
  ];
  if (isRiddle(given) && !isSame(wanted, given)) return 'it is a script of a shell';
  const wantedRun = readPackageRun(wanted);
  if (!wantedRun) return findWordDifference(wanted, given);
  if (!wantedRun.isClear) return isSame(wanted, given) ? undefined : 'it is unclear which package the base names';
  const givenRun = readPackageRun(given);
  if (!givenRun) return other;
  return givenRun.isClear ? findRunDifference(wantedRun, givenRun) : 'it is unclear which package it runs';
}

/** Word for word, and none that only a pattern makes the same. */
const isSame = (wanted: readonly string[], given: readonly string[]): boolean =>
  wanted.length === given.length && wanted.every((word, at) => word === given[at] && !isWild(word));

/** No pattern lets a runner of packages pass that the base does not name as one. */
function findWordDifference(wanted: readonly string[], given: readonly string[]): string | undefined {
  if (!matchAll(wanted, given)) return 'its command line is another';
  const run = readPackageRun(given);
  if (!run || isSame(wanted, given)) return undefined;
  const isFixed = run.isClear && run.packages.every((spec) => matchesSpec(run.runner.kind, '*', spec));
  return isFixed && run.options.length === 0 ? undefined : 'it names no version of its package';
}

/** A server has the variables that the base names, and no other that decides what runs. */
function findVariable({ env: named = {} }: LaunchEntry, { env }: Launched): string | undefined {
  for (const [name, pattern] of Object.entries(named)) {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (typeof value !== 'string' || !compilePattern(pattern).matches(value)) {
      return `its variable ${name} is not what the base names`;
    }
  }
  const other = Object.keys(env).find((name) => decidesLaunch(name) && !Object.hasOwn(named, name));
  return other === undefined ? undefined : `its variable ${other} may decide what runs`;
}

/** Programs find code and settings in the folder in which they start. */
function findFolder({ cwd: named }: LaunchEntry, { cwd = null }: Launched): string | undefined {
  if (cwd === null) {
    const isAny = named === undefined || named === '*';
    return isAny ? undefined : 'it says no working folder, and the base names one';
  }
  if (named === undefined) return 'it says its working folder (cwd)';
  const pattern = compilePattern(named);
  return pattern.matches(cwd) && pattern.matches(resolve(cwd)) ? undefined : 'its working folder is another';
}
