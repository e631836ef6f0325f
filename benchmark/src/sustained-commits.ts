import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { emptyEntry, openSqliteStore } from '@mcp-guard/store';

const WORKER = new URL('../../packages/store/dist/sqlite/maintenance-worker.js', import.meta.url);
/** How often the WAL is looked at, in commits. */
const LOOK_EVERY = 1000;

export interface Commits {
  readonly count: number;
  /** Milliseconds that one commit has kept the thread. */
  readonly slowest: number;
  /** Milliseconds for which commits were held so that the WAL begins again, and how often. */
  readonly longestHold: number;
  readonly holds: number;
  /** Bytes. */
  readonly wal: number;
}

/** Commits rows one after the other as fast as the disk takes them, with the daemon's upkeep beside it. */
export async function measureCommits(count: number, key: string | undefined): Promise<Commits> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-bench-'));
  const path = join(folder, 'record.db');
  const store = openSqliteStore({ path, key });
  store.waitBriefly();
  const problems: string[] = [];
  let heldSince: number | undefined;
  const holds: number[] = [];
  const upkeep = store.startUpkeep({
    worker: WORKER,
    onFailure: (why) => problems.push(why),
    hold: () => void (heldSince = performance.now()),
    release() {
      if (heldSince !== undefined) holds.push(performance.now() - heldSince);
      heldSince = undefined;
    },
  });
  let [slowest, wal, done] = [0, 0, 0];
  try {
    while (done < count) {
      if (heldSince === undefined) {
        const started = performance.now();
        store.audit.append([emptyEntry('message', 'request')]);
        slowest = Math.max(slowest, performance.now() - started);
        upkeep.committed(1);
        if (++done % LOOK_EVERY === 0) wal = Math.max(wal, statSync(`${path}-wal`).size);
      }
      await nextTurn();
    }
    if (problems.length > 0) throw new Error(`the upkeep of the record: ${problems.join('; ')}`);
  } finally {
    await upkeep.close();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { count, slowest, longestHold: Math.max(0, ...holds), holds: holds.length, wal };
}
