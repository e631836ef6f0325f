import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { drawShare } from '../../packages/core/test/support/rounds.js';
import { CATEGORIES } from '../src/security/registry.js';

const BENCH = fileURLToPath(new URL('../dist/bench.js', import.meta.url));
const runs = drawShare();
const drawn = CATEGORIES.filter((_, index) => runs(index)).map(({ name }) => name);

it('the guard stops attacks and carries calls (a sample of the security suite)', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, 'security', '--quick', ...drawn], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status === 0 ? '' : stdout).toBe('');
});
