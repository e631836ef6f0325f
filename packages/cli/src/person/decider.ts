import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Decider } from '@mcp-guard/core';

/** This process as a daemon would see it: what a decision claims if no daemon runs to check it. */
export function describeOurselves(): Decider {
  const ours = { uid: process.getuid?.() ?? -1, pid: process.pid, insideClient: false, hasPassphrase: false };
  return { ...ours, ...(readProc() ?? readPs()), proposed: true };
}

type Origin = Pick<Decider, 'tty' | 'parent'>;

/** Linux; see proc(5). */
function readProc(): Origin | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const terminal = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[4]);
    const parent = readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
    return { tty: nameTerminal(terminal), parent };
  } catch {
    return undefined;
  }
}

/** The device as proc(5) packs it: minor number in bits 31–20 and 7–0, major in 15–8. */
function nameTerminal(device: number): string | null {
  const major = (device >> 8) & 0xff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  return device === 0 ? null : `${major}:${minor}`;
}

/** On other systems. */
const readPs = (): Origin => ({ tty: askPs('tty', process.pid), parent: askPs('comm', process.ppid) });

/** See ps(1). */
function askPs(field: string, pid: number): string | null {
  try {
    const text = execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    return text.trim() || null;
  } catch {
    return null;
  }
}
