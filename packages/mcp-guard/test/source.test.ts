import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { countLines, functionsOf, sourceFiles, wordsOf } from './support/source-file.ts';

const NAMES = readdirSync(fileURLToPath(new URL('../../', import.meta.url))).filter(
  (name) => name !== 'mcp-guard' && !name.includes('.'),
);

const MAX_FILE = 200;
const MAX_FUNCTION = 60;
/** No pronoun for a person, and no word that only old texts have. */
const AVOIDED = /\b(?:he|his|him|himself|whom|whoever|hereby|anew)\b/i;

describe.each(NAMES)('%s', (name) => {
  const files = sourceFiles(name);

  it(`has no file over ${MAX_FILE} lines`, () => {
    const long = files.filter(({ source }) => countLines(source) > MAX_FILE);
    expect(long.map(({ path, source }) => `${path}: ${countLines(source)} lines`)).toEqual([]);
  });

  it(`has no function over ${MAX_FUNCTION} lines`, () => {
    const long = files.flatMap((file) =>
      functionsOf(file)
        .filter(({ lines }) => lines > MAX_FUNCTION)
        .map(({ name: of, line, lines }) => `${file.path}:${line} ${of}: ${lines} lines`),
    );
    expect(long).toEqual([]);
  });

  it('uses no words that the project avoids', () => {
    const said = files.flatMap((file) =>
      wordsOf(file)
        .filter((text) => AVOIDED.test(text))
        .map((text) => `${file.path}: ${text.trim().slice(0, 120)}`),
    );
    expect(said).toEqual([]);
  });
});

it('the check of functions counts from head to end, with the closures inside', () => {
  const source = `export const a = () => 1;\nclass B {\n  static async #c(\n    d: () => void = () => undefined,\n  ) {\n    return [1].map(() => {\n      d();\n    });\n  }\n}\n`;
  const functions = functionsOf({ path: 'a.ts', source }).map(({ name, line, lines }) => [name, line, lines]);
  expect(functions).toEqual([
    ['a', 1, 1],
    ['#c', 3, 7],
    ['', 4, 1],
    ['', 6, 3],
  ]);
});

it('the check of words reads what stands between tags', () => {
  const source = '<p title="his">anew {him}</p>;\n';
  expect(wordsOf({ path: 'a.tsx', source }).map((text) => text.trim())).toEqual(['his', 'anew']);
});

it('the check of words reads comments and texts, and no expressions', () => {
  const source = '// his\nconst a = ["him", `whom ${/he/}`]; /** anew */\n';
  expect(wordsOf({ path: 'a.ts', source }).map((text) => text.trim())).toEqual(['his', '* anew', 'him', 'whom', '']);
});
