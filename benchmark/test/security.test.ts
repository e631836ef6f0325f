import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../dist/bench.js', import.meta.url));

it('the guard stops attacks and carries calls (a sample of the security suite)', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, 'security', '--quick'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status === 0 ? '' : stdout).toBe('');
});
