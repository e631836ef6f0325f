import { statSync } from 'node:fs';
import type { Upkeep, UpkeepOptions } from '../upkeep.js';
import type { SqliteSource } from './database.js';
import { Maintenance } from './maintenance.js';
import { WalKeeper } from './wal-keeper.js';

/** The WAL keeps its size when it restarts; one that a reader has made longer than this is cut once nothing moves. */
const LONG_WAL = 64 * 2 ** 20;
/** What a commit writes into the WAL beside its rows: the page where they begin and those above. */
const COMMIT_BYTES = 8192;
/** Size of a row without long texts. */
const ROW_BYTES = 500;

export function startSqliteUpkeep(source: SqliteSource, { worker, hold, release, onFailure }: UpkeepOptions): Upkeep {
  const maintenance = new Maintenance({ worker, source, onFailure });
  const wal = new WalKeeper({
    checkpoint: async () => (await maintenance.order({ kind: 'checkpoint', mode: 'PASSIVE' }))?.wal ?? undefined,
    hold,
    release,
  });
  let isDirty = false;
  return {
    committed(rows) {
      isDirty = true;
      wal.wrote(COMMIT_BYTES + rows * ROW_BYTES);
    },
    rest() {
      if (!isDirty) {
        wal.idle();
        const bytes = statSync(`${source.path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
        if (bytes > LONG_WAL) void maintenance.order({ kind: 'checkpoint', mode: 'TRUNCATE' });
      }
      isDirty = false;
    },
    async retire(through) {
      await maintenance.order({ kind: 'retire', through });
    },
    close: () => maintenance.close(),
  };
}
