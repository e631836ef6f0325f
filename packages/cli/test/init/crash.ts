import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Every function that changes a file here. */
const CHANGING = ['renameSync', 'writeFileSync', 'writeSync', 'rmSync', 'mkdirSync', 'fchmodSync', 'openSync'] as const;

class Crash extends Error {}

/**
 * Runs something whose process ends after so many changes to the disk, as `kill -9` ends it: from then on nothing it
 * does, cleaning up included, changes anything. Returns how many changes it wanted to make until then.
 */
export async function crashAfter(most: number, work: () => unknown): Promise<number> {
  let changes = 0;
  const originals = CHANGING.map((name) => [name, fs[name]] as const);
  for (const [name, original] of originals) {
    const count = (...args: readonly unknown[]): unknown => {
      const isReading = name === 'openSync' && args[1] !== 'wx';
      if (!isReading && changes++ >= most) throw new Crash('the process is gone');
      return Reflect.apply(original, fs, args);
    };
    Object.assign(fs, { [name]: count });
  }
  syncBuiltinESMExports();
  try {
    await work();
  } catch (error) {
    if (changes <= most) throw error;
  } finally {
    Object.assign(fs, Object.fromEntries(originals));
    syncBuiltinESMExports();
  }
  return changes;
}
