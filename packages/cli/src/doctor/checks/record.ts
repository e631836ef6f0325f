import { existsSync, statfsSync } from 'node:fs';
import { GuardError } from '@mcp-guard/core';
import { formatBytes } from '../../output/bytes.js';
import { openRecord } from '../../record/open-record.js';
import { fail, ok, warn, type Check } from '../check.js';

/** Below this the next days may fill the disk. */
const LOW = 256 * 2 ** 20;
/** Milliseconds that clocks may differ without a person having set one. */
const DRIFT = 60_000;

/** Rows can be written and read, and none is from the future. */
export const record: Check = {
  id: 'record',
  run({ paths, tools, loaded }) {
    if (!existsSync(paths.database)) return ok('nothing is recorded yet');
    const disk = statfsSync(paths.home);
    const free = disk.bavail * disk.bsize;
    const reader = openRecord(paths, tools.env);
    try {
      const [last] = reader.audit.newest({}, 1);
      const max = loaded instanceof GuardError ? undefined : loaded.config.audit.max_bytes;
      return [
        ...(free < LOW
          ? fail(`the disk of the record has ${formatBytes(free)} left`, {
              command: 'mcp-guard logs --prune --before 30d',
            })
          : []),
        ...(last && last.at > Date.now() + DRIFT
          ? warn(
              'the newest row of the record lies in the future: the clock was set back',
              'correct the clock of this machine',
            )
          : []),
        ...ok(`the record can be read${max === undefined ? '' : `, and may take ${formatBytes(max)}`}`),
      ];
    } finally {
      reader.close();
    }
  },
};
