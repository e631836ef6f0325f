import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const demo = fileURLToPath(new URL('../demo/demo.js', import.meta.url));

it('the demo shows all that it announces, with a real client and a real server', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [demo]);
  expect(stdout).toContain('the chain holds');
});
