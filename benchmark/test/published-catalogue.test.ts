import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readTableSamples, scan } from '@mcp-guard/detectors';
import { expect, it } from 'vitest';

const dist = join(dirname(createRequire(import.meta.url).resolve('mcp-guard/package.json')), 'dist');
const fixtures = new URL('../../packages/detectors/test/fixtures/', import.meta.url);

/** Scans the texts of standard input with what is in the bundle. */
const PROGRAM = `
  const { readFileSync } = await import('node:fs');
  const all = await import(${JSON.stringify(pathToFileURL(join(dist, 'detection.js')).href)});
  const scan = Object.values(all).find(({ name }) => name === 'scan');
  const texts = JSON.parse(readFileSync(0, 'utf8'));
  process.stdout.write(JSON.stringify(texts.map((text) => scan(text, { threshold: 0.4 }))));
`;

/** Every sample, and each cut in two, so that it is looked for at seams. */
const TEXTS = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.txt'))
  .flatMap((file) => readFileSync(new URL(file, fixtures), 'utf8').split('\n'))
  .concat([...readTableSamples().values()].flat())
  .flatMap((line) => [line, [line.slice(0, line.length / 2), line.slice(line.length / 2)]]);

it('what is published finds the same in all samples as its source', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    input: JSON.stringify(TEXTS),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  expect(stderr).toBe('');
  const published: unknown[] = JSON.parse(stdout);
  expect(published.length).toBe(TEXTS.length);
  const differing = TEXTS.filter(
    (text, index) => JSON.stringify(scan(text, { threshold: 0.4 })) !== JSON.stringify(published[index]),
  );
  expect(differing).toEqual([]);
});
