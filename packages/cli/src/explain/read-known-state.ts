import { existsSync } from 'node:fs';
import { GuardError, type GuardPaths } from '@mcp-guard/core';
import { NOTHING_KNOWN, type KnownState } from '@mcp-guard/rules';
import { readDaemonState } from '../record/open-record.js';
import { toKnownState, type Explained } from './known-state.js';

/** Reads the recorded state of a daemon. If it cannot be read, that is a gap. */
export function readKnownState(paths: GuardPaths, env: NodeJS.ProcessEnv, explained: Explained): KnownState {
  if (!existsSync(paths.database)) return unknown('nothing has been recorded yet');
  try {
    const record = readDaemonState(paths, env);
    return record ? toKnownState(record, explained) : unknown('the record was written by another version of mcp-guard');
  } catch (error) {
    return unknown(`the record cannot be read (${GuardError.from(error).message})`);
  }
}

const unknown = (why: string): KnownState => ({
  ...NOTHING_KNOWN,
  gaps: [`${why}: what was used, spent, decided, marked and withheld is left out`],
});
