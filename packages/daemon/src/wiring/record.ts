import { resolve } from 'node:path';
import { openSqliteStore, type Store } from '@mcp-guard/store';
import { databaseKey } from '../host/database-key.js';
import { Recorder, type RecorderOptions } from '../record/recorder.js';
import { refusalLogger } from '../record/refusal-log.js';
import type { Home } from './home.js';
import type { SettledOptions } from './options.js';

/** Opens the store, and what writes the record into it. */
export function openRecord(
  { env, workers, clock, timings }: SettledOptions,
  { configuration, paths, log }: Home,
  exhausted: RecorderOptions['onExhausted'],
): { readonly store: Store; readonly recorder: Recorder } {
  const { audit, daemon } = configuration.current;
  const store = openSqliteStore({
    path: paths.database,
    key: databaseKey(paths.databaseKey, daemon.encryption.enabled, env),
    survivesPowerCut: audit.durability === 'full',
  });
  const recorder = new Recorder({
    store,
    audit: { ...audit, jsonl: audit.jsonl === null ? null : resolve(paths.home, audit.jsonl) },
    worker: workers.takeover,
    clock,
    timings,
    warn: (what, error) => log.error({ err: error }, what),
    onExhausted(session, error) {
      const { message, hint } = error;
      log.warn({ session, problem: message, hint }, 'a session used up its share of the record and ends');
      setImmediate(() => exhausted(session, error));
    },
  });
  recorder.feed.follow(refusalLogger(log));
  return { store, recorder };
}
