import type { ServerConfig } from '../config.js';
import { isRemote } from '../config.js';
import { toProgram } from './program-name.js';
import { readPackageRun } from './read-package-run.js';

/** A program that is the first argument of an interpreter. */
const SCRIPT = /\.(?:[cm]?[jt]s|py|rb|sh|jar|php)$/i;
const MAX_NAMED = 4;

/**
 * Names what a server is, for its owner: the program with the packages or the file that it runs, or the address without its path.
 * Arguments, variables, and the names and keys in an address may be secrets, and are left out.
 */
export function describeLaunch(server: ServerConfig): string {
  if (isRemote(server)) return new URL(server.url).origin;
  const { command, args } = server;
  const program = toProgram(command);
  const run = readPackageRun([command, ...args]);
  if (run?.isClear && run.packages.length > 0)
    return [program, ...run.packages.slice(0, MAX_NAMED)].map(bare).join(' ');
  const script = args.find((arg) => !arg.startsWith('-'));
  return script !== undefined && SCRIPT.test(script) ? `${program} ${toFile(script)}` : program;
}

/** `git+https://name:key@host/path?key` without what stands before the host and behind the path. */
const bare = (spec: string): string => spec.replace(/:\/\/[^/@]*@/, '://').replace(/[?#].*$/, '');

const PACKAGE = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;
/** Parts of a path that tell one `index.js` from another. */
const MAX_PARTS = 3;

const toFile = (path: string): string =>
  PACKAGE.exec(path)?.[1] ?? path.split(/[\\/]/).filter(Boolean).slice(-MAX_PARTS).join('/');
