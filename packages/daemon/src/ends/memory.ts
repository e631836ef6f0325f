import { duplexPair, type Duplex } from 'node:stream';
import type { GuardError } from '@mcp-guard/core';
import type { End, EndResources } from './end.js';
import { LineEnd } from './line-end.js';

export interface MemoryEndOptions extends EndResources {
  readonly label: string;
  /** Why the end is gone, once the other side is closed. */
  readonly reason?: GuardError;
}

export interface MemoryEnd {
  readonly end: End;
  /** For the holder of the other side: reads what the session sends, and writes what the session receives. */
  readonly otherSide: Duplex;
}

/** An end without a process: two streams joined in memory, with the back-pressure of a socket. */
export function openMemoryEnd({ label, reason, share, lines }: MemoryEndOptions): MemoryEnd {
  const [ours, otherSide] = duplexPair();
  const ended = new Promise<GuardError | undefined>((resolve) => ours.once('close', () => resolve(reason)));
  ours.on('error', () => undefined).once('close', () => otherSide.destroy());
  otherSide.on('error', () => undefined).once('close', () => ours.destroy());
  const end = new LineEnd({
    label,
    share,
    lines,
    input: ours,
    output: ours,
    ended,
    endInput: () => void ours.end(),
    async close() {
      ours.end();
      if (ours.writableFinished) ours.destroy();
      else ours.once('finish', () => ours.destroy());
    },
  });
  return { end, otherSide };
}
