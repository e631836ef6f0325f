import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const IMPORT = /^import .*"([^"]+)";$/gm;

/** What a file of the bundle loads from elsewhere, with all that it loads itself. */
function loadedBy(file: string, seen: Set<string> = new Set()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imported = [...readFileSync(`${dist}${file}`, 'utf8').matchAll(IMPORT)].map(([, name]) => name ?? '');
  return imported.flatMap((name) => (name.startsWith('./') ? loadedBy(name.slice(2), seen) : name));
}

// Each thread has a heap of its own: what it loads counts again for every one of them.
it.each([
  ['large-worker.js', ['re2js']],
  ['maintenance-worker.js', ['better-sqlite3']],
])('the thread of %s loads only what it works with', (file, packages) => {
  const others = new Set(loadedBy(file).filter((name) => !name.startsWith('node:')));
  expect([...others]).toEqual(packages);
});
