import type { ExportedRow } from '@mcp-guard/store';
import { expect } from 'vitest';
import type { TestGuard } from './guard.ts';

/** Every row of the record, as `logs --export jsonl` gives them; works with the daemon stopped. */
export async function readRecord(guard: TestGuard, ...filters: readonly string[]): Promise<ExportedRow[]> {
  const { code, stdout, stderr } = await guard.run('logs', '--export', 'jsonl', ...filters);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): ExportedRow => JSON.parse(line)); // oxlint-disable-line typescript/no-unsafe-return -- our own export
}

/** Fails with the words of `logs --verify` unless the chain holds. */
export async function expectIntactRecord(guard: TestGuard): Promise<void> {
  const { code, stdout, stderr } = await guard.run('logs', '--verify');
  expect({ code, stderr, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    stderr: '',
    last: 'the chain holds',
  });
}
