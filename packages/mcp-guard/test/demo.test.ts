import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const demo = fileURLToPath(new URL('../demo/demo.js', import.meta.url));

it('the demo shows all that it announces, with a real client and a real server', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [demo]);
  expect(stdout).toContain('the chain holds');
  const [, shown = ''] = /The demo shows[^`]*```text\n([^]*?)```/.exec(README) ?? [];
  const withoutNumbers = stdout.replaceAll(/record \d+/g, 'record');
  expect(shown.split('\n').length).toBeGreaterThan(2);
  for (const line of shown.split('\n')) expect(withoutNumbers).toContain(line.replaceAll(/record \d+/g, 'record'));
});
