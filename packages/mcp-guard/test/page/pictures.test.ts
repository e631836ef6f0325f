import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PICTURES } from '../support/pictures.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const images = join(root, 'docs/images');
const NAMES = Object.keys(PICTURES.views).flatMap((view) => [`${view}-dark.png`, `${view}-light.png`]);

it.each(NAMES)('%s is a picture of the page at 1280 × 800, which a document shows', (name) => {
  const bytes = readFileSync(join(images, name));
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1280, 800]);
  const documents = ['README.md', 'docs/dashboard.md'].filter((path) => existsSync(join(root, path)));
  expect(documents.some((path) => readFileSync(join(root, path), 'utf8').includes(`images/${name}`))).toBe(true);
});

it.each(Object.entries(PICTURES.views))('the page still has all labels that the picture of %s shows', (_, labels) => {
  const page = readFileSync(join(root, 'packages/mcp-guard/dist/page/page.js'), 'utf8');
  expect(labels.filter((label) => !page.includes(label))).toEqual([]);
});

it('no picture is left from a view that is drawn no more', () => {
  expect(readdirSync(images).toSorted()).toEqual(NAMES.toSorted());
});
