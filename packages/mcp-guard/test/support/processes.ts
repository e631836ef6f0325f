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

/** Every process of the machine that still runs; what only waits to be buried does not. */
export const listProcesses = (): RunningProcess[] => (existsSync('/proc/self/stat') ? readProc() : readPs());

/** Those whose command line names something, such as a home. */
export const processesNaming = (text: string): RunningProcess[] =>
  listProcesses().filter(({ pid, command }) => pid !== process.pid && command.includes(text));

export const isRunning = (pid: number): boolean => listProcesses().some((one) => one.pid === pid);

/** Fails with the command lines of those that stay. */
export async function untilGone(text: string): Promise<void> {
  let left: RunningProcess[] = [];
  await until(`no process names ${text}`, () => (left = processesNaming(text)).length === 0).catch((error: unknown) => {
    throw new Error(`still there: ${JSON.stringify(left, undefined, 1)}`, { cause: error });
  });
}

function readProc(): RunningProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') return [];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), parent: Number(parent), group: Number(group), command }];
    } catch {
      return []; // it ended while we looked
    }
  });
}

function readPs(): RunningProcess[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/u.exec(line) ?? [];
    if (command === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
  });
}
