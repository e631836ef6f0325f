import { open } from 'node:fs/promises';
import { safe } from '@mcp-guard/core';
import { forRecord } from '@mcp-guard/detectors';

const MAX_BYTES = 65_536;
const MAX_LINES = 200;
/** Characters of a line. */
const MAX_LINE = 500;

/** The last lines of a server's log, the oldest first: without controls, and without secrets. Empty if there is none. */
export async function readLogTail(path: string): Promise<readonly string[]> {
  let file;
  try {
    file = await open(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - MAX_BYTES);
    const length = Math.min(size, MAX_BYTES);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, start);
    const lines = buffer
      .toString('utf8', 0, bytesRead)
      .split('\n')
      .slice(start > 0 ? 1 : 0);
    const whole = lines.filter((line) => line !== '').slice(-MAX_LINES);
    return whole.map((line) => safe(forRecord(line, MAX_LINE), MAX_LINE + 64));
  } finally {
    await file.close();
  }
}
