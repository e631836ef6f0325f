import { homedir } from 'node:os';
import type { JsonObject } from '@mcp-guard/core';
import type { Config, OwnPlaces } from '../config.js';
import { OwnFiles } from './files.js';
import { MAX_FOLLOWED, PathSearch } from './path-search.js';

/** The place of a rule that is no key of the configuration, so that nobody can switch it off. */
export const BUILT_IN = '(built in)';

/** Says why a value may not be sent to a server that works in the folder `cwd`, or nothing. */
export type OwnFilesRule = (value: JsonObject, cwd: string) => string | undefined;

/** Refuses what names a file of the guard itself: whoever reads its key or writes its configuration needs no other permission. */
export function createOwnFilesRule({ own, servers }: Config, server: string): OwnFilesRule {
  const files = compile(own);
  const home = Object.hasOwn(servers, server) ? servers[server]?.env['HOME'] : undefined;
  const homes = [...new Set([homedir(), home ?? homedir()])];
  return (value, cwd) => {
    const search = new PathSearch(files, cwd, homes);
    if (search.finds(value)) return 'this names a file of the guard itself';
    return search.followed > MAX_FOLLOWED ? `the message names more than ${MAX_FOLLOWED} files` : undefined;
  };
}

/** Compiled once, however many sessions there are. */
const compiled = new WeakMap<OwnPlaces, OwnFiles>();

function compile(places: OwnPlaces): OwnFiles {
  let files = compiled.get(places);
  if (!files) compiled.set(places, (files = new OwnFiles(places)));
  return files;
}
