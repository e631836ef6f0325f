import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CLIENTS } from '../../src/clients/registry.js';

const PAGE = readFileSync(new URL('../../../../docs/clients.md', import.meta.url), 'utf8');

it.each(CLIENTS.map(({ id, title }) => [id, title]))('the page of clients names %s with its title, %s', (id, title) => {
  expect(PAGE).toMatch(new RegExp(`^\\| \`${id}\` +\\| ${title} +\\| `, 'm'));
});
