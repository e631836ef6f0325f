import { mkdtempSync, rmSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lookAt } from '@mcp-guard/policy';
import { watchFiles } from '../../src/config/config-watch.js';

const INTERVAL = 20;

let root: string;
let end: () => void = () => undefined;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'mcp-guard-config-watch-'))));
afterEach(() => {
  end();
  rmSync(root, { recursive: true });
});

const present = (name: string): string => {
  const path = join(root, name);
  writeFileSync(path, name);
  return path;
};

/** Resolves once the system has reported a missing file: what it has found before was reported then, too. */
async function settle(): Promise<void> {
  const path = join(root, 'never');
  for (let round = 0; round < 3; round++) {
    await new Promise<void>((resolve) => watchFile(path, { interval: INTERVAL }, () => resolve()));
    unwatchFile(path);
  }
}

it('files that stay as they were seen, or stay missing, are no change', async () => {
  const onChange = vi.fn<() => void>();
  end = watchFiles(lookAt([present('a'), join(root, 'missing')]), INTERVAL, onChange);
  await settle();
  expect(onChange).not.toHaveBeenCalled();
});

it.each<readonly [string, (path: string) => void]>([
  ['written', (path) => writeFileSync(path, 'other')],
  ['removed', (path) => rmSync(path)],
])('a file that is %s after it was seen and before it is watched is a change', async (_, change) => {
  const onChange = vi.fn<() => void>();
  const path = present('a');
  const seen = lookAt([path]);
  change(path);
  end = watchFiles(seen, INTERVAL, onChange);
  await expect.poll(() => onChange.mock.calls.length).toBe(1);
});

it('a missing file that is created later is a change', async () => {
  const onChange = vi.fn<() => void>();
  const path = join(root, 'later');
  end = watchFiles(lookAt([path]), INTERVAL, onChange);
  await settle();
  writeFileSync(path, 'now');
  await expect.poll(() => onChange.mock.calls.length).toBeGreaterThan(0);
});
