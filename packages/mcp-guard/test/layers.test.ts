import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));

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

/** The specifiers in each source file of a folder. Paths are from the root. */
function specifiersIn(folder: string): ReadonlyMap<string, readonly string[]> {
  if (!existsSync(join(root, folder))) return new Map(); // a package without tests of its own
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return new Map(
    files
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => {
        const source = readFileSync(join(root, folder, file), 'utf8');
        return [join(folder, file), [...source.matchAll(IMPORT)].map(([, specifier = '']) => specifier)];
      }),
  );
}

function importsOf(name: string): Set<string> {
  const specifiers = [...specifiersIn(`packages/${name}/src`).values()].flat();
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

const NAMES = readdirSync(packages).filter((name) => !name.includes('.'));

describe('the inside of a package', () => {
  /** Each import in these folders that the test forbids, with its file. */
  const importsIn = (folders: readonly string[], isForbidden: (specifier: string, file: string) => boolean) =>
    folders.flatMap((folder) =>
      [...specifiersIn(folder)].flatMap(([file, specifiers]) =>
        specifiers.filter((specifier) => isForbidden(specifier, file)).map((specifier) => `${file}: ${specifier}`),
      ),
    );
  const sources = [...Object.keys(MAY_IMPORT).map((name) => `packages/${name}/src`), 'benchmark/src'];
  const tests = [...NAMES.map((name) => `packages/${name}/test`), 'benchmark/test'];

  it('is imported by no test and no benchmark of another package', () => {
    const isForeign = (specifier: string, file: string): boolean => {
      const [, inside] = /^packages\/([^/]+)\/src\//.exec(join(dirname(file), specifier)) ?? [];
      return specifier.startsWith('.') && inside !== undefined && !file.startsWith(`packages/${inside}/`);
    };
    expect(importsIn([...sources, ...tests], isForeign)).toEqual([]);
  });

  it('is shown to tests alone by a testing entry', () => {
    expect(importsIn(sources, (specifier) => specifier.endsWith('/testing'))).toEqual([]);
  });
});
