import { homedir } from 'node:os';
import type { JsonObject } from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import type { Config, OwnPlaces } from '../config.js';
import { surroundingsOf, type Surroundings } from '../surroundings.js';
import { OwnFiles } from './files.js';
import { MAX_FOLLOWED, PathSearch, toStart, type Start } from './path-search.js';

/** The place of a rule that is no key of the configuration, so that nobody can switch it off. */
export const BUILT_IN = '(built in)';

/**
 * Says why a value may not be sent to a server that works in the folder `cwd`, or nothing.
 * @param onWork see `ScanOptions`
 */
export type OwnFilesRule = (value: JsonObject, cwd: string, onWork?: OnWork) => string | undefined;

/** Refuses what names a file of the guard itself: whoever reads its key or writes its configuration needs no other permission. */
export function createOwnFilesRule(config: Pick<Config, 'own' | 'servers'>, server: string): OwnFilesRule {
  const files = compile(config.own);
  const around = surroundingsOf(config, server);
  let known: Readers | undefined;
  return (value, cwd, onWork) => {
    const { folders, home } = around(cwd);
    if (known?.folders !== folders) known = toReaders(files, folders, home);
    const search = new PathSearch(files, known.starts, known.homes, onWork);
    if (search.finds(value)) return 'this names a file of the guard itself';
    return search.isCutShort ? `the message names more than ${MAX_FOLLOWED} files` : undefined;
  };
}

/** Where a server may start a path. */
interface Readers {
  readonly folders: Surroundings['folders'];
  readonly starts: readonly [Start, ...Start[]];
  readonly homes: readonly string[];
}

function toReaders(files: OwnFiles, folders: Surroundings['folders'], home: string): Readers {
  const homes = [...new Set([homedir(), home])];
  const [cwd, ...others] = folders;
  const more = new Set([...others, ...homes]);
  more.delete(cwd);
  return { folders, starts: [toStart(files, cwd), ...[...more].map((path) => toStart(files, path))], homes };
}

/** Compiled once, however many sessions there are. */
const compiled = new WeakMap<OwnPlaces, OwnFiles>();

function compile(places: OwnPlaces): OwnFiles {
  let files = compiled.get(places);
  if (!files) compiled.set(places, (files = new OwnFiles(places)));
  return files;
}
