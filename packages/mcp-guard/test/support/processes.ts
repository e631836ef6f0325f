import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { until } from './until.ts';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Its command line, the arguments with a space between. */
  readonly command: string;
}

const hasProc = existsSync('/proc/self/stat');

/** Every process of the machine that still runs; what only waits to be buried does not. */
export const listProcesses = (): RunningProcess[] => (hasProc ? readProc() : readPs());

/** Those whose command line names something, such as a home. */
export const processesNaming = (text: string): RunningProcess[] =>
  listProcesses().filter(({ pid, command }) => pid !== process.pid && command.includes(text));

export const isRunning = (pid: number): boolean =>
  hasProc ? readProcess(pid) !== undefined : readPs().some((one) => one.pid === pid);

/** Fails with the command lines of those that stay. */
export async function untilGone(text: string): Promise<void> {
  // All processes are looked through only for those that came after the first ones, whose end is cheap to wait for.
  for (let left = processesNaming(text); left.length > 0; left = processesNaming(text)) {
    const stillThere = (): RunningProcess[] => left.filter(({ pid }) => isRunning(pid));
    await until(`no process names ${text}`, () => stillThere().length === 0).catch((error: unknown) => {
      throw new Error(`still there: ${JSON.stringify(stillThere(), undefined, 1)}`, { cause: error });
    });
  }
}

/** Of times in proc(5), on every machine that Linux runs on. */
const TICKS_PER_SECOND = 100;

/** What a process has computed so far, in seconds; a busy machine makes it wait, and not compute. */
export function cpuSeconds(pid: number): number {
  if (hasProc) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return ((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND;
  }
  const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

function readProc(): RunningProcess[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/u.test(name) ? (readProcess(Number(name)) ?? []) : []));
}

function readProcess(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), group: Number(group), command };
  } catch {
    return undefined; // it has ended
  }
}

function readPs(): RunningProcess[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/u.exec(line) ?? [];
    if (command === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
  });
}
