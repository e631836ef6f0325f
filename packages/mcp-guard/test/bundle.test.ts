import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
/** What `daemon-process.js` loads once it has said where compiled programs are kept. */
const DAEMON = 'main.js';
const files = readdirSync(dist).filter((file) => file.endsWith('.js'));
const IMPORT = /^import .*"([^"]+)";$/gm;
/** What the bundler writes above a module that it took from a package. */
const BUNDLED = /^\s*\/\/ \.\.\/\S*\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm;

/** What a module that was CommonJS requires; empty where that is not a plain text, or the function is handed on. */
const REQUIRED = /\b__require(?:\("([^"]+)"\)|\()|(?<=[(,] ?)__require(?=[,)])/g;

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '');

/** The packages that a file of the bundle holds or loads, with all that the files that it loads do. */
function packagesOf(file: string, seen: Set<string> = new Set()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(`${dist}${file}`, 'utf8');
  const loaded = all(text, IMPORT).flatMap((name) => (name.startsWith('./') ? packagesOf(name.slice(2), seen) : name));
  return [...all(text, BUNDLED), ...loaded.filter((name) => !name.startsWith('node:'))];
}

// Each thread has a heap of its own: what it loads counts again for every one of them.
it.each([
  ['large-worker.js', []],
  ['worker.js', ['re2js']], // which the thread of large messages loads next
  ['history-worker.js', ['better-sqlite3']],
  ['takeover-worker.js', ['better-sqlite3']],
])('the thread of %s loads only what it works with', (file, packages) => {
  expect([...new Set(packagesOf(file))]).toEqual(packages);
});

it('a daemon loads what reaches remote servers only when one is used', () => {
  const first = packagesOf(DAEMON);
  expect(first).toContain('pino');
  expect(first.filter((name) => ['undici', 'ws', '@modelcontextprotocol/client'].includes(name))).toEqual([]);
  expect(files.flatMap((file) => packagesOf(file))).toContain('undici');
});

it('a daemon loads OpenTelemetry only where a collector is configured', () => {
  const isTelemetry = (name: string): boolean => name.startsWith('@opentelemetry/');
  expect(packagesOf(DAEMON).filter(isTelemetry)).toEqual([]);
  expect(files.flatMap((file) => packagesOf(file)).some(isTelemetry)).toBe(true);
});

const texts = files.map((file) => readFileSync(`${dist}${file}`, 'utf8'));

it('a daemon loads what shows and tells of it only when somebody looks, or a collector is named', () => {
  const first = packagesOf(DAEMON);
  const later = ['fastify', '@opentelemetry/otlp-transformer', '@opentelemetry/api'];
  expect(first.filter((name) => later.includes(name))).toEqual([]);
  const built = readdirSync(dist).filter((file) => file.endsWith('.js'));
  expect(built.flatMap((file) => packagesOf(file))).toEqual(expect.arrayContaining(later));
});

it('loads only packages with native code from outside', () => {
  const required = texts.flatMap((text) => all(text, REQUIRED));
  const loaded = [...texts.flatMap((text) => all(text, IMPORT)), ...required];
  const others = new Set(loaded.filter((name) => !name.startsWith('./') && !isBuiltin(name)));
  expect([...others].toSorted()).toEqual(['better-sqlite3', 'koffi']);
});

it('holds the licence of each package in it', () => {
  const named = all(readFileSync(`${dist}licences.txt`, 'utf8'), /^((?:@[^/\s]+\/)?[^@\s]+)@\d[\w.+-]* \(/gm);
  const bundled = new Set(texts.flatMap((text) => all(text, BUNDLED)));
  expect([...bundled]).toContain('zod');
  expect([...bundled].filter((name) => !named.includes(name))).toEqual([]);
});

it('does not load fetch for what it uses of node:http', () => {
  expect(texts.flatMap((text) => all(text, IMPORT))).not.toContain('node:http');
});

it('holds what is used of undici, and not its fetch', () => {
  const held = texts.flatMap((text) => all(text, /\/node_modules\/undici\/(\S+)/g));
  expect(held).toContain('lib/dispatcher/pool.js');
  expect(
    held.filter((file) => /^(?:index\.js|lib\/(?:web\/fetch\/index|mock|cache|interceptor|global))/.test(file)),
  ).toEqual([]);
});
