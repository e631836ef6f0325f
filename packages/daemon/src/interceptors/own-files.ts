import { homedir } from 'node:os';
import { GuardError } from '@mcp-guard/core';
import type { OwnPlaces } from '@mcp-guard/policy';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { OwnFiles } from '../own-files.js';
import { MAX_FOLLOWED, PathSearch } from '../path-search.js';

/**
 * Refuses what names a file of the guard itself, in every request, notification and answer of
 * a client: whoever reads its key or writes its configuration needs no other permission. There
 * is no key to switch it off.
 */
export const ownFiles: CreateInterceptor = ({ config, server }) => {
  const files = compile(config.own);
  const homes = [...new Set([homedir(), config.servers[server]?.env['HOME'] ?? homedir()])];
  return {
    name: 'own-files',
    toServer({ value }, { cwd }) {
      const search = new PathSearch(files, cwd, homes);
      if (search.finds(value)) return block(new GuardError('POLICY_DENIED', 'this names a file of the guard itself'));
      if (search.followed <= MAX_FOLLOWED) return PASS;
      return block(new GuardError('POLICY_DENIED', `the message names more than ${MAX_FOLLOWED} files`));
    },
  };
};

/** Compiled once, however many sessions there are. */
const compiled = new WeakMap<OwnPlaces, OwnFiles>();

function compile(places: OwnPlaces): OwnFiles {
  let files = compiled.get(places);
  if (!files) compiled.set(places, (files = new OwnFiles(places)));
  return files;
}
