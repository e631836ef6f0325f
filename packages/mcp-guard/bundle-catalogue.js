import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { compile } from '../detectors/dist/catalogue/compile.js';
import { DECODERS } from '../detectors/dist/decoders/registry.js';
import { NUMBERS_TABLE } from '../detectors/dist/families/numbers-table.js';
import { PASSWORDS_TABLE } from '../detectors/dist/families/passwords-table.js';
import { PRODUCTS_TABLE } from '../detectors/dist/families/products-table.js';
import { SEED_WORDS } from '../detectors/dist/families/seed-words.js';
import { TOKENS_TABLE } from '../detectors/dist/families/tokens-table.js';
import { FAMILIES } from '../detectors/dist/registry.js';
import { PUBLISHED_TABLE } from '../detectors/dist/validators/published-table.js';

const detectors = new URL('../detectors/dist/', import.meta.url);
const bytes = compile(FAMILIES, DECODERS);
const digest = createHash('sha256').update(bytes).digest('hex');

/** By the name of each family, the file that exports it, and under which name. Files of an older build may lie in `dist`. */
const places = new Map();
for (const file of globSync('families/**/*.ts', { cwd: new URL('../src/', detectors) })) {
  const { pathname } = new URL(file.replace(/ts$/, 'js'), detectors);
  for (const [name, value] of Object.entries(await import(pathname)))
    if (FAMILIES.includes(value)) places.set(value.name, { name, path: pathname });
}

/** By the file of each table, its name, its text and how many of its columns are used where it runs. */
const TABLES = new Map([
  ['/families/products-table.js', ['PRODUCTS_TABLE', PRODUCTS_TABLE, 7]],
  ['/families/numbers-table.js', ['NUMBERS_TABLE', NUMBERS_TABLE, 11]],
  ['/families/tokens-table.js', ['TOKENS_TABLE', TOKENS_TABLE, 8]],
  ['/families/passwords-table.js', ['PASSWORDS_TABLE', PASSWORDS_TABLE, 6]],
  ['/families/seed-words.js', ['SEED_WORDS', SEED_WORDS, 1]],
  ['/validators/published-table.js', ['PUBLISHED_TABLE', PUBLISHED_TABLE, 1]],
]);
const withoutSamples = (table, used) =>
  table
    .split('\n')
    .map((line) => line.split('\t').slice(0, used).join('\t'))
    .join('\n');

const PREFIX = 'family:';

/** What a bundle begins with besides: a file for each family. */
export const familyInputs = Object.fromEntries(FAMILIES.map(({ name }) => [`families/${name}`, PREFIX + name]));

/** Puts `packaged` in the place of the module that compiles the detectors where it runs, and what was compiled beside it. */
export const catalogue = (packaged) => ({
  name: 'catalogue',
  resolveId(id, importer) {
    if (id.startsWith(PREFIX)) return `\0${id}`;
    if (!id.endsWith('/built-in.js') || !importer?.startsWith(detectors.pathname)) return undefined;
    return new URL(packaged, import.meta.url).pathname;
  },
  load(id) {
    for (const [file, [name, table, used]] of TABLES)
      if (id.endsWith(file)) return `export const ${name} = ${JSON.stringify(withoutSamples(table, used))};`;
    if (!id.startsWith(`\0${PREFIX}`)) return undefined;
    const { name, path } = places.get(id.slice(PREFIX.length + 1));
    return `export { ${name} as family } from ${JSON.stringify(path)};`;
  },
  transform(code, id) {
    if (id !== new URL(packaged, import.meta.url).pathname) return undefined;
    const text = "'of catalogue.bin'";
    if (!code.includes(text)) throw new Error(`${packaged} has no place for the digest`);
    return code.replace(text, JSON.stringify(digest));
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'catalogue.bin', source: bytes });
  },
});
