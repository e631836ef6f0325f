import { homedir } from 'node:os';
import { GuardError, memoize, type JsonObject } from '@mcp-guard/core';
import type { OnWork } from '@mcp-guard/detectors';
import { BUILT_IN, type Config, type OwnPlaces } from '@mcp-guard/policy';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { createPathContext, type PathContext } from '../paths/path-context.js';
import { OwnFiles } from './files.js';
import { actOf } from './act.js';
import type { Start } from './folder.js';
import { replacesHeld } from './held-rule.js';
import { MAX_FOLLOWED } from './path-reader.js';
import { PathSearch } from './path-search.js';

/**
 * Keeps every request, notification and answer of a client away from the guard's own files, and from moving what
 * they stand in.
 * There is no key to switch it off.
 */
export const ownFiles: CreateInterceptor = ({ config, server }) => {
  const refuses = createOwnFilesRule(config, server);
  return {
    name: 'own-files',
    toServer({ value }, { cwd, readOnlyHint, onWork }) {
      const why = refuses(value, cwd, readOnlyHint, onWork);
      return why === undefined ? PASS : block(new GuardError('POLICY_DENIED', why, { rule: BUILT_IN }));
    },
  };
};

/**
 * Says why a value may not be sent to a server that works in the folder `cwd`, or nothing.
 * @param readOnlyHint what the server said last of the tool that is called, if anything
 * @param onWork see `ScanOptions`
 */
type OwnFilesRule = (value: JsonObject, cwd: string, readOnlyHint?: boolean, onWork?: OnWork) => string | undefined;

const NAMES_OWN = 'this names a file of the guard itself';
const REPLACES = 'this may move or replace a folder above the guard’s files, or a client’s file that starts the guard';

/**
 * Refuses what names a file of the guard itself: a reader of its key or a writer of its configuration needs no other
 * permission. What stands above them, and what starts the guard, may be looked at only.
 */
function createOwnFilesRule(config: Pick<Config, 'own' | 'servers'>, server: string): OwnFilesRule {
  const files = compile(config.own);
  const around = createPathContext(config, server);
  const readersOf = memoize((place: PathContext) => toReaders(files, place));
  return (value, cwd, readOnlyHint, onWork) => {
    const { starts, homes } = readersOf(around(cwd));
    const search = new PathSearch(files, starts, homes, onWork);
    if (search.finds(value)) return NAMES_OWN;
    if (search.touches.length > 0) {
      const act = actOf(value, readOnlyHint, search.operations);
      if (!act.looksOnly && search.findsBelow()) return NAMES_OWN;
      if (replacesHeld(search.touches, act, search.keys)) return REPLACES;
    }
    return search.isCutShort ? `the message names more than ${MAX_FOLLOWED} files` : undefined;
  };
}

/** Where a server may start a path. */
interface Readers {
  readonly starts: readonly [Start, ...Start[]];
  readonly homes: readonly string[];
}

function toReaders(files: OwnFiles, { folders, home }: PathContext): Readers {
  const homes = [...new Set([homedir(), home])];
  const [cwd, ...others] = folders;
  const more = new Set([...others, ...homes]);
  more.delete(cwd);
  return { starts: [files.startAt(cwd), ...[...more].map((path) => files.startAt(path))], homes };
}

/** Compiled once, however many sessions there are. */
const compile = memoize((places: OwnPlaces) => new OwnFiles(places));
