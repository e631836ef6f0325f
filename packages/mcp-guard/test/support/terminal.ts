import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import koffi from 'koffi';
import { runOutside, type Around } from './outside.ts';

/** Where a person sits: in a terminal of its own, or in one that a client has started. */
export type Seat = 'outside' | 'inside';

export interface TerminalOptions {
  readonly cwd?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly seat?: Seat;
}

/** What a test waits for, and what it types then; without a prompt it types before the program has begun. */
export type Answer = readonly [prompt: string, typed: string];

export interface TerminalResult {
  /** 128 and the number of the signal that has ended it. */
  readonly code: number;
  /** Everything that stood on the terminal, what was typed included as far as it was seen. */
  readonly screen: string;
}

/**
 * Runs in a session of its own, so that the first terminal it opens is its terminal, and tells how the program ended.
 * An interrupt that is typed is for the program. What the shell says of a signal is not shown.
 */
const IN_TERMINAL = `
trap : INT QUIT
exec 3>&1 <"$0" >"$0" 2>/dev/null
/bin/stty rows 24 columns "$1"
shift
(exec "$@" 2>&1 3>&-)
echo $? >&3
`;

/** Milliseconds between two looks at what a terminal shows. */
const LOOK_EVERY = 3;
const MAX_SHOWN = 4 * 2 ** 20;

/** Runs a program in a terminal of its own, and answers each prompt when it stands there. */
export async function runInTerminalOf(
  { cwd, env, columns = 80, seat = 'outside' }: TerminalOptions,
  command: readonly string[],
  answers: readonly Answer[] = [],
): Promise<TerminalResult> {
  const { terminal, path } = openTerminal();
  const words = ['-c', IN_TERMINAL, path, String(columns), ...command];
  let hasEnded = false;
  const told = (
    seat === 'outside' ? runOutside('/bin/sh', words, { cwd, env }) : runInside(words, { cwd, env })
  ).finally(() => (hasEnded = true));
  try {
    const screen = await converse(terminal, answers, () => hasEnded);
    return { code: Number.parseInt(await told, 10), screen };
  } finally {
    closeSync(terminal);
  }
}

/**
 * Starts a program in a terminal outside of the processes of the test, and leaves it there. It shows nothing, and ends with
 * this process: then nobody holds its terminal.
 */
export function leaveInTerminal(command: readonly string[]): void {
  const { path } = openTerminal();
  void runOutside('/bin/sh', ['-c', IN_TERMINAL, path, '80', ...command], { env: process.env });
}

/** A child of the test, in a session of its own. */
const runInside = (words: readonly string[], around: Around): Promise<string> =>
  text(spawn('/bin/sh', words, { ...around, stdio: ['ignore', 'pipe', 'inherit'], detached: true }).stdout);

/** All that is shown until no program has the terminal any more. */
async function converse(terminal: number, answers: readonly Answer[], hasEnded: () => boolean): Promise<string> {
  const waiting = [...answers];
  const type = (): void => void writeSync(terminal, waiting.shift()?.[1] ?? '');
  const room = Buffer.alloc(65_536);
  let shown = Buffer.alloc(0);
  let seen = 0;
  while (waiting[0]?.[0] === '') type();
  while (shown.length < MAX_SHOWN) {
    const isLast = hasEnded();
    const length = readNow(terminal, room);
    if (length === 'end' || (length === 0 && isLast)) break;
    if (length === 0) await delay(LOOK_EVERY);
    shown = Buffer.concat([shown, room.subarray(0, length)]);
    for (let prompt = waiting[0]?.[0]; prompt !== undefined; prompt = waiting[0]?.[0]) {
      const at = shown.indexOf(prompt, seen);
      if (at === -1) break;
      seen = at + Buffer.byteLength(prompt);
      type();
    }
  }
  return shown.toString();
}

function readNow(terminal: number, room: Buffer): number | 'end' {
  try {
    return readSync(terminal, room) || 'end';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 0 : 'end';
  }
}

const system = koffi.load(null);
const unlock = ['grantpt', 'unlockpt'].map((name) => system.func(name, 'int', ['int']));
const nameOf = system.func('ptsname_r', 'int', ['int', 'uint8_t *', 'size_t']);

/** A new terminal: the side that shows and types, and the path of the other one. */
function openTerminal(): { readonly terminal: number; readonly path: string } {
  const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
  const terminal = openSync('/dev/ptmx', O_RDWR | O_NOCTTY | O_NONBLOCK);
  for (const ask of unlock) if (ask(terminal) !== 0) throw new Error('this system gives no terminal');
  const name = Buffer.alloc(128);
  if (nameOf(terminal, name, name.length) !== 0) throw new Error('this system names no terminal');
  return { terminal, path: name.toString('utf8', 0, name.indexOf(0)) };
}
