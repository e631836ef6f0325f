import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../src/sqlite/database.js';
import { Maintenance, type WalState } from '../src/sqlite/maintenance.js';
import { openAuditStore } from '../src/sqlite/audit-store.js';
import { WalKeeper } from '../src/sqlite/wal-keeper.js';
import { entry } from './entry.js';
import { temporaryFolder } from './temporary-folder.js';

const STEP = 4 * 2 ** 20;
const folder = temporaryFolder();

/** A keeper whose checkpoints the test answers, and what it did, in order. */
function startKeeper() {
  const log: string[] = [];
  const asked: ((state: WalState | undefined) => void)[] = [];
  const keeper = new WalKeeper({
    checkpoint() {
      log.push('checkpoint');
      return new Promise((resolve) => asked.push(resolve));
    },
    hold: () => void log.push('hold'),
    release: () => void log.push('release'),
  });
  const answer = async (state: WalState | undefined): Promise<void> => {
    asked.shift()?.(state);
    await turn();
  };
  return { keeper, log, answer };
}

describe('the WAL', () => {
  it('is written back after each 4 MB, one checkpoint at a time', async () => {
    const { keeper, log, answer } = startKeeper();
    keeper.wrote(STEP - 1);
    expect(log).toEqual([]);
    keeper.wrote(1);
    keeper.wrote(STEP);
    expect(log).toEqual(['checkpoint']);
    await answer({ frames: 1000, done: 1000 });
    keeper.wrote(1);
    expect(log).toEqual(['checkpoint', 'checkpoint']);
  });

  it('holds commits for its last checkpoint once it is longer than 16 MB', async () => {
    const { keeper, log, answer } = startKeeper();
    keeper.wrote(STEP);
    await answer({ frames: 5000, done: 5000 });
    expect(log).toEqual(['checkpoint', 'hold', 'checkpoint']);
    await answer({ frames: 5100, done: 5100 });
    expect(log.slice(3)).toEqual(['release']);
  });

  it('holds no commits while a reader keeps it from being written back', async () => {
    const { keeper, log, answer } = startKeeper();
    keeper.wrote(STEP);
    await answer({ frames: 50_000, done: 10 });
    expect(log).toEqual(['checkpoint']);
  });

  it('holds commits again only once it has doubled, unless it restarted', async () => {
    const { keeper, log, answer } = startKeeper();
    const holds = (): number => log.filter((what) => what === 'hold').length;
    const pass = async (frames: number): Promise<void> => {
      keeper.wrote(STEP);
      await answer({ frames, done: frames });
      await answer({ frames, done: frames });
    };
    await pass(5000);
    await pass(9000);
    expect(holds()).toBe(1);
    await pass(11_000);
    expect(holds()).toBe(2);
    await pass(100);
    await pass(5000);
    expect(holds()).toBe(3);
  });

  it('releases commits if a checkpoint fails', async () => {
    const { keeper, log, answer } = startKeeper();
    keeper.wrote(STEP);
    await answer({ frames: 5000, done: 5000 });
    await answer(undefined);
    expect(log.at(-1)).toBe('release');
    keeper.wrote(STEP);
    await answer(undefined);
    expect(log.filter((what) => what === 'checkpoint')).toHaveLength(3);
  });

  it.each([
    ['a plain database', undefined],
    ['an encrypted one', 'ab'.repeat(32)],
  ])('of %s restarts under a writer that never pauses', async (name, key) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.db`);
    const db = openDatabase({ path, key });
    const store = openAuditStore(db);
    const failures: string[] = [];
    const maintenance = new Maintenance({
      worker: new URL('../dist/sqlite/maintenance-worker.js', import.meta.url),
      source: { path, key },
      onFailure: (why) => failures.push(why),
    });
    const states: WalState[] = [];
    let isHeld = false;
    const keeper = new WalKeeper({
      async checkpoint() {
        const report = await maintenance.order({ kind: 'checkpoint', mode: 'PASSIVE' });
        if (report?.wal) states.push(report.wal);
        return report?.wal ?? undefined;
      },
      hold: () => void (isHeld = true),
      release: () => void (isHeld = false),
    });
    const begunAgain = (): number =>
      states.filter(({ frames }, index) => frames < (states[index - 1]?.frames ?? 0)).length;
    while (begunAgain() < 2 && failures.length === 0) {
      if (!isHeld) {
        store.append([entry()]);
        keeper.wrote(8700);
      }
      await turn();
    }
    expect(failures).toEqual([]);
    await maintenance.close();
    db.close();
  });
});
