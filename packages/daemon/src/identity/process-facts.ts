import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { safe } from '@mcp-guard/core';
import { forTerminal } from '@mcp-guard/detectors';

const MAX_NAME = 64;
/** Time for `ps`, in milliseconds. */
const TIMEOUT = 2000;

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number | undefined;
  /** `pts/3`; null if it has none. */
  readonly tty: string | null;
  /** The name of its program, or the name it gave itself. The command line is never shown: it may hold secrets. */
  readonly name: string;
}

/** Reads what the system shows of a process; nothing if there is none. */
export function readProcess(pid: number): ProcessFacts | undefined {
  try {
    return process.platform === 'darwin' ? byPs(pid) : byProc(pid);
  } catch {
    return undefined;
  }
}

function byProc(pid: number): ProcessFacts {
  const facts = parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return NODE.test(facts.name) ? { ...facts, name: toName(programOf(pid) ?? facts.name) } : facts;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function parseStat(stat: string): ProcessFacts {
  const start = stat.indexOf('(');
  const end = stat.lastIndexOf(')'); // a process chooses its name: `x) S 1 (y` too
  const [, parent, , , tty] = stat.slice(end + 2).split(' ');
  return {
    pid: Number(stat.slice(0, start)),
    parent: Number(parent) || undefined,
    tty: toTerminal(Number(tty)),
    name: toName(stat.slice(start + 1, end)),
  };
}

/** Node names its main thread, and the system shows that name for the process. */
const NODE = /^(?:node-)?MainThread$/;

function programOf(pid: number): string | undefined {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return undefined;
  }
}

/** https://www.kernel.org/doc/html/latest/admin-guide/devices.html */
function toTerminal(device: number): string | null {
  if (device === 0) return null;
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `pts/${minor + (major - 136) * 256}`;
  return major === 4 && minor < 64 ? `tty${minor}` : `tty ${major}:${minor}`;
}

function byPs(pid: number): ProcessFacts {
  const columns = ['ppid=', 'tty=', 'comm='].flatMap((column) => ['-o', column]);
  const line = execFileSync('/bin/ps', [...columns, '-p', String(pid)], {
    encoding: 'utf8',
    env: {},
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: TIMEOUT,
  });
  return parsePs(pid, line);
}

/** Reads a line of `ps -o ppid= -o tty= -o comm=`. */
export function parsePs(pid: number, line: string): ProcessFacts {
  const [, parent, tty = '', program = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)/.exec(line) ?? [];
  return {
    pid,
    parent: Number(parent) || undefined,
    tty: /^\?*$/.test(tty) ? null : tty,
    name: toName(basename(program.trimEnd())),
  };
}

const toName = (text: string): string => forTerminal(text, MAX_NAME, safe);
