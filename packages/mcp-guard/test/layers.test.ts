import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../', import.meta.url));

/** Which packages of ours, and which others, a package may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  net: ['@mcp-guard/core', '@modelcontextprotocol/client', 'undici'],
  detectors: ['re2js'],
  policy: ['@mcp-guard/core', '@mcp-guard/detectors', '@mcp-guard/net', 're2js', 'yaml', 'zod'],
  rules: ['@mcp-guard/core', '@mcp-guard/detectors', '@mcp-guard/policy'],
  store: ['@mcp-guard/core', 'better-sqlite3'],
  daemon: [
    '@mcp-guard/core',
    '@mcp-guard/detectors',
    '@mcp-guard/net',
    '@mcp-guard/policy',
    '@mcp-guard/rules',
    '@mcp-guard/store',
    '@opentelemetry/api',
    '@opentelemetry/otlp-transformer',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-logs',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace',
    'fastify',
    'jose',
    'koffi',
    'pino',
    'ws',
  ],
  bridge: ['@mcp-guard/core', 'koffi'],
  dashboard: ['@mcp-guard/core', '@noble/hashes', 'preact', 'uplot'],
  cli: [
    '@mcp-guard/core',
    '@mcp-guard/detectors',
    '@mcp-guard/net',
    '@mcp-guard/policy',
    '@mcp-guard/rules',
    '@mcp-guard/store',
    'commander',
    'diff',
    'get-east-asian-width',
    'jsonc-parser',
    'toml-eslint-parser',
    'yaml',
  ],
};

/** `import … from`, `export … from` on the line where they end, `import '…'` and `import('…')`. */
const IMPORT = /(?:^(?:import|export|\}) .*from |^import |\bimport\()'([^'\s]+)'/gm;

function importsOf(name: string): Set<string> {
  const folder = join(packages, name, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const specifiers = [...sources.matchAll(IMPORT)].map(([, specifier]) => specifier ?? '');
  const outside = specifiers.filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'));
  return new Set(
    outside.map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
}

describe.each(Object.entries(MAY_IMPORT))('%s', (name, allowed) => {
  it('imports only what its layer may', () => {
    expect([...importsOf(name)].filter((specifier) => !allowed.includes(specifier))).toEqual([]);
  });

  it('declares what it imports', () => {
    const { dependencies = {} }: { dependencies?: object } = JSON.parse(
      readFileSync(join(packages, name, 'package.json'), 'utf8'),
    );
    expect(Object.keys(dependencies).toSorted()).toEqual([...importsOf(name)].toSorted());
  });
});

it('the layers name every package', () => {
  const folders = readdirSync(packages).filter((name) => name !== 'mcp-guard' && !name.includes('.'));
  expect(folders.toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
});
