import { constants, openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ReadStream, type WriteStream } from 'node:tty';
import { GuardError } from '@mcp-guard/core';
import type { Size } from './line.js';

const DEVICE = '/dev/tty';
/** A screen of its own, without a cursor and without lines that run over their end. */
const ENTER = '\u001b[?1049h\u001b[?7l\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const UNKNOWN: Size = { columns: 80, rows: 24 };
/** How long a terminal that takes nothing is left alone, and how often at the end. */
const RETRY_MS = 10;
const MAX_RETRIES = 20;
/** The terminal is opened once more, so that other writers keep their mode. */
const UNBLOCKED = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** The screen and the keys of the terminal of this process. */
export interface Screen {
  size(): Size;
  onResize(resized: () => void): void;
  /** Takes the screen and the keys. */
  enter(onKeys: (typed: string) => void): void;
  /** Gives both back as they were; at once, also for a process that ends. */
  leave(): void;
  /** Resolves when the terminal has taken the text; the process can do other things meanwhile. */
  write(text: string): Promise<void>;
}

/**
 * Throws POLICY_DENIED if this process has no terminal.
 * @param measured knows its size
 */
export function openScreen(measured: Pick<WriteStream, 'columns' | 'rows' | 'on'>): Screen {
  const output = openDevice(UNBLOCKED);
  let input: ReadStream | undefined;

  return {
    size: () => ({ columns: measured.columns || UNKNOWN.columns, rows: measured.rows || UNKNOWN.rows }),
    onResize: (resized) => void measured.on('resize', resized),
    enter(onKeys) {
      input = new ReadStream(openDevice('r')).setEncoding('utf8').setRawMode(true);
      input.on('data', (typed) => onKeys(String(typed))).on('error', () => undefined);
      writeAtOnce(output, ENTER);
    },
    leave() {
      if (!input) return;
      input.setRawMode(false);
      input.destroy();
      input = undefined;
      writeAtOnce(output, LEAVE);
    },
    write: (text) => writeAll(output, Buffer.from(text)),
  };
}

function openDevice(flags: 'r' | 'w' | number): number {
  try {
    return openSync(DEVICE, flags);
  } catch (cause) {
    throw new GuardError('POLICY_DENIED', 'top needs a terminal', {
      cause,
      hint: { words: 'for programs there is:', command: 'mcp-guard top --json' },
    });
  }
}

/**
 * A terminal that does not read holds up nothing but its own picture. No part is written by another thread, so none can
 * come after the screen was given back.
 */
async function writeAll(file: number, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const written = writeSome(file, bytes.subarray(at));
    at += written;
    if (written === 0) await delay(RETRY_MS);
  }
}

/** Bytes that the terminal took, at once. */
function writeSome(file: number, bytes: Buffer): number {
  try {
    return writeSync(file, bytes);
  } catch (error) {
    if (isBusy(error)) return 0;
    throw error;
  }
}

/**
 * Writes without waiting for the event loop, since the process may be ending. A terminal that is gone or takes nothing
 * is let go.
 */
function writeAtOnce(file: number, text: string): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; tries < MAX_RETRIES; tries++) {
    try {
      writeSync(file, text);
      return;
    } catch (error) {
      if (!isBusy(error)) return;
      Atomics.wait(clock, 0, 0, RETRY_MS);
    }
  }
}

const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';
