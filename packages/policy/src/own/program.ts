import { accessSync, constants, existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { isObject, member, parseJson, type JsonValue } from '@mcp-guard/core';
import { absoluteEntries } from '@mcp-guard/core/search-path';

/** The files that start the guard, as far as this user can change them. All paths are absolute. */
export interface Program {
  /** Its package; of a checkout, what runs of it. */
  readonly folders: readonly string[];
  /** The packages that it loads where they stand outside of it, also where one is missing and would be found. */
  readonly dependencies: readonly string[];
  /** Its Node, what a search path leads to first, and the paths that links make of these. */
  readonly files: readonly string[];
  /** A search path would find one of these first, also through what its links become; nothing need stand there. */
  readonly names: readonly string[];
  /** The checkout that the package belongs to: people work in it, and their tools with them. */
  readonly checkout: string | undefined;
}

export const NO_PROGRAM: Program = { folders: [], dependencies: [], files: [], names: [], checkout: undefined };

const NAMES = ['mcp-guard', 'node'];
/** The parts of a package that run. */
const RUNNING = ['bin', 'compiled', 'dist', 'node_modules'];
const MAX_PACKAGES = 256;
/** As many as Linux follows. */
const MAX_LINKS = 40;

/**
 * Finds what runs here, and what starts it by name.
 * @param searchPaths where shells and clients look for `mcp-guard` and `node`
 * @param module a file of the package
 */
export function findProgram(searchPaths: readonly string[], module: string = import.meta.filename): Program {
  const own = packageOf(realPath(module) ?? module);
  const checkout = checkoutOf(own);
  const folders = checkout === undefined ? [own] : RUNNING.map((name) => join(own, name));
  const dependencies = checkout === undefined ? dependenciesAround(own) : [];
  const entries = [...new Set(searchPaths.flatMap(absoluteEntries))];
  const named = NAMES.map((name) => entries.map((folder) => join(folder, name)));
  const searched = new Set(entries.flatMap((folder) => (existsSync(folder) ? followLinks(folder) : [folder])));
  const isOurs = (path: string): boolean => {
    const real = realPath(path);
    return real === process.execPath || (real !== undefined && isInside(real, own));
  };
  const starting = named.flatMap((paths) => {
    const there = paths.filter(existsSync);
    return there.filter((path, index) => index === 0 || isOurs(path));
  });
  return {
    folders: folders.filter(canChange),
    dependencies: dependencies.filter(canChange),
    files: [...new Set([process.execPath, ...starting].flatMap(followLinks))].filter(canChange),
    names: NAMES.flatMap((name) => [...searched].map((folder) => join(folder, name))).filter(canChange),
    checkout,
  };
}

/** The nearest folder above a file that holds a package. */
function packageOf(file: string): string {
  const folder = dirname(file);
  return folder === dirname(folder) || existsSync(join(folder, 'package.json')) ? folder : packageOf(folder);
}

/** A package in `node_modules` was installed there, so it is no checkout. */
const checkoutOf = (folder: string): string | undefined =>
  folder.split(sep).includes('node_modules') ? undefined : above(folder).find((each) => existsSync(join(each, '.git')));

const above = (path: string): readonly string[] => (path === dirname(path) ? [path] : [path, ...above(dirname(path))]);

/** The packages that a package loads from outside of it, by their links and where these lead. */
function dependenciesAround(own: string): readonly string[] {
  const found = new Set([own]);
  for (const folder of found) {
    for (const name of dependenciesOf(folder)) {
      const places = above(folder).map((each) => join(each, 'node_modules', name));
      const link = places.find((each) => existsSync(each)) ?? besides(folder, name);
      if (link === undefined || isInside(link, own) || found.size >= MAX_PACKAGES) continue;
      found.add(link).add(realPath(link) ?? link);
    }
  }
  found.delete(own);
  return [...found];
}

/** An installer would put a missing package here for another one. */
function besides(folder: string, name: string): string | undefined {
  const modules = above(folder).find((each) => basename(each) === 'node_modules');
  return modules === undefined ? undefined : join(modules, name);
}

function dependenciesOf(folder: string): readonly string[] {
  const manifest = readManifest(join(folder, 'package.json'));
  return ['dependencies', 'optionalDependencies'].flatMap((key) => {
    const list = member(manifest, key);
    return isObject(list) ? Object.keys(list) : [];
  });
}

function readManifest(path: string): JsonValue {
  try {
    return parseJson(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** A path of something that is there, and what it becomes with each link that it takes. */
function followLinks(path: string): readonly string[] {
  const found = [path];
  let [before, rest] = ['/', path.split(sep).slice(1)];
  while (rest.length > 0 && found.length <= MAX_LINKS) {
    const [step = '', ...more] = rest;
    const next = join(before, step);
    if (lstatSync(next, { throwIfNoEntry: false })?.isSymbolicLink()) {
      const target = join(resolve(before, readlinkSync(next)), ...more);
      found.push(target);
      [before, rest] = ['/', target.split(sep).slice(1)];
    } else [before, rest] = [next, more];
  }
  return found;
}

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/** This user may write it or a folder above, or give its name to something else. */
const canChange = (path: string): boolean => above(path).some(isWritable);

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
