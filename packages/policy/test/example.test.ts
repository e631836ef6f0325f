import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseFile } from '../src/load.js';
import { configSchema } from '../src/schema/config.js';

const path = new URL('../../../mcp-guard.example.yaml', import.meta.url);
const { file: example } = parseFile(
  readFileSync(path, 'utf8'),
  'mcp-guard.example.yaml',
  new Map([['HOME', '/home/me']]),
);

it('shows every default of the configuration', () => {
  expect({ ...example, servers: {} }).toEqual(configSchema.parse({}));
});

it('shows every key of a server', () => {
  const { filesystem } = example.servers;
  const shortest = configSchema.parse({ servers: { shortest: { command: 'x' } } }).servers['shortest'];
  const keysOf = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]))
      : null;
  expect(keysOf(filesystem)).toEqual(keysOf(shortest));
});
