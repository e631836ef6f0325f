import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const { validate } = createRequire(import.meta.url)('dockerfile-utils');
const text = (name: string): string => readFileSync(new URL(`../../../docker/${name}`, import.meta.url), 'utf8');

it('the Dockerfile has no fault that its linter knows', () => {
  expect(validate(text('Dockerfile'))).toEqual([]);
});

it('the image runs as no administrator, and its health check needs no port: it asks where other containers cannot', () => {
  const dockerfile = text('Dockerfile');
  expect(dockerfile).toMatch(/^USER node$/mu);
  expect(dockerfile).not.toMatch(/^EXPOSE/mu);
  expect(dockerfile).toMatch(/^HEALTHCHECK .*CMD \["mcp-guard", "health"\]$/mu);
});
