import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** USER_HZ, the unit of the times in /proc/PID/stat: 100 on every architecture that Node runs on. */
const TICK_US = 10_000;

/** What the difference of two readings of `readCpu` may be wrong by, either way. */
export const CPU_RESOLUTION_US: number = TICK_US;

/** User and system time of all threads so far, in µs; `undefined` if the system does not report it. */
export function readCpu(pid: number): number | undefined {
  if (process.platform !== 'linux') return parsePsTime(ps(pid, 'time'));
  const stat = read(`/proc/${pid}/stat`);
  // Fields 14 and 15; the name in field 2 may hold blanks and brackets.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

export function readResidentBytes(pid: number): number | undefined {
  if (process.platform === 'linux') return kilobytes(read(`/proc/${pid}/status`), 'VmRSS');
  const rss = ps(pid, 'rss');
  return rss === undefined ? undefined : Number(rss) * 1024;
}

/** The most that it ever had in memory, in bytes; Linux only. */
export const readPeakBytes = (pid: number): number | undefined => kilobytes(read(`/proc/${pid}/status`), 'VmHWM');

/** Memory that only this process has and that cannot be dropped; Linux only. */
export const readPrivateDirtyBytes = (pid: number): number | undefined =>
  kilobytes(read(`/proc/${pid}/smaps_rollup`), 'Private_Dirty');

/** As `readPrivateDirtyBytes`, with its share of the pages that other processes have, too; Linux only. */
export const readProportionalBytes = (pid: number): number | undefined =>
  kilobytes(read(`/proc/${pid}/smaps_rollup`), 'Pss');

/** How long the main thread has waited for a processor so far, in ms; Linux only. */
export function readWaited(pid: number): number | undefined {
  const waited = read(`/proc/${pid}/task/${pid}/schedstat`)?.split(' ')[1];
  return waited === undefined ? undefined : Number(waited) / 1e6;
}

function kilobytes(text: string | undefined, name: string): number | undefined {
  const value = text && new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
  return value ? Number(value) * 1024 : undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Not Linux, not ours, or gone.
  }
}

function ps(pid: number, field: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** `[[days-]hours:]minutes:seconds.hundredths`, as macOS prints it. */
function parsePsTime(text: string | undefined): number | undefined {
  const parts = text?.split(/[-:]/).map(Number).toReversed();
  const units = [1, 60, 3600, 86_400];
  return parts?.reduce((sum, part, index) => sum + part * (units[index] ?? NaN) * 1e6, 0);
}
