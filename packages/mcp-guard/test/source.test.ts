import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { handmadeCommands } from './support/handmade-commands.ts';
import { commentsOf, countLines, functionsOf, sourceFiles, wordsOf, type SourceFile } from './support/source-file.ts';

const NAMES = readdirSync(fileURLToPath(new URL('../../', import.meta.url))).filter(
  (name) => name !== 'mcp-guard' && !name.includes('.'),
);

const MAX_FILE = 250;
/** A file of whose lines a smaller share belongs to functions is a table, and as long as what it lists. */
const TABLE = 0.2;
const MAX_FUNCTION = 60;
/** No pronoun for a person, and no word that only old texts have. */
const AVOIDED = /\b(?:he|his|him|himself|whom|whoever|hereby|anew|nobody|says? of|(?:is|are|was|were) told)\b/i;

/** What a reader cannot look up: the name of a file is a term of the field. */
const METAPHOR = /[/-](?:foundation|workplace|begun)[-.]/;
/** A comment is a sentence: begun with one of these, it leaves its subject to the reader. */
const FRAGMENT = /^[*\s]*(?:What|Where|Whether|Who|Of|By|Nothing|Those)\b/;

describe.each(NAMES)('%s', (name) => {
  const files = sourceFiles(name);

  it(`has no file over ${MAX_FILE} lines but tables`, () => {
    const long = files.filter((file) => countLines(file.source) > MAX_FILE && !isTable(file));
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

  it('has no comment without a subject', () => {
    expect(files.flatMap(commentsOf).filter((text) => FRAGMENT.test(text))).toEqual([]);
  });

  it('names no file by a private metaphor', () => {
    expect(files.map(({ path }) => path).filter((path) => METAPHOR.test(path))).toEqual([]);
  });

  it('puts no command line together by hand', () => {
    const made = files.flatMap((file) => handmadeCommands(file).map((text) => `${file.path}: ${text}`));
    expect(made).toEqual([]);
  });
});

function isTable(file: SourceFile): boolean {
  const ofFunctions = new Set(
    functionsOf(file).flatMap(({ line, lines }) => Array.from({ length: lines }, (_, at) => line + at)),
  );
  return ofFunctions.size < TABLE * countLines(file.source);
}

describe('the check of command lines', () => {
  it.each([
    '`mcp-guard explain ${server} ${tool}`',
    '`see mcp-guard ${verb}`',
    "`next: mcp-guard explain '${name}'`",
    "'mcp-guard explain ' + name",
    "a + ': mcp-guard deny ' + name",
    "'mcp-guard explain '.concat(name)",
    "['mcp-guard', ...names].join(' ')",
    '`rm ${path}`',
    '`as root: chmod go-w ${path}`',
    '`mv ${path} ${path}.old`',
    '`env MCP_GUARD_HOME=${home} mcp-guard stop`',
    "commandLine('mcp-guard explain', `rm ${path}`)",
    '(<code>mcp-guard explain {name}</code>)',
    "({ hint: 'mcp-guard logs lists ids' })",
    "({ help: one ? 'see the log' : 'mcp-guard init' })",
    "warn('it is not there', 'mcp-guard init')",
  ])('sees %s', (source) => expect(handmadeCommands({ path: 'a.tsx', source })).toHaveLength(1));

  it.each([
    "commandLine('mcp-guard explain', server, tool)",
    'commandLine(`mcp-guard ${verb}`, tool)',
    "({ hint: { command: 'mcp-guard init' } })",
    "({ hint: 'see what mcp-guard init says' })",
    '`mcp-guard: ${message}`',
    '`the file ${path}: mcp-guard validate checks it`',
    '`the form ${name} is removed`',
    '`correct the env of ${server}`',
    "'mcp-guard init' + ' --yes'",
    "program.addHelpText('after', `mcp-guard deny ${example}`)",
  ])('passes over %s', (source) => expect(handmadeCommands({ path: 'a.tsx', source })).toEqual([]));
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

it('the check of comments reads lines below each other as one', () => {
  const source = '// a\n// b\n\n// c\n/** d */\n/* e */ const f = 1; // g\n// h\n';
  expect(commentsOf({ path: 'a.ts', source }).map((text) => text.trim())).toEqual(['a\n b', 'c', '* d', 'e', 'g\n h']);
});

it('the check of words reads what stands between tags', () => {
  const source = '<p title="his">anew {him}</p>;\n';
  expect(wordsOf({ path: 'a.tsx', source }).map((text) => text.trim())).toEqual(['his', 'anew']);
});

it('the check of words reads comments and texts, and no expressions', () => {
  const source = '// his\nconst a = ["him", `whom ${/he/}`]; /** anew */\n';
  expect(wordsOf({ path: 'a.ts', source }).map((text) => text.trim())).toEqual(['his', '* anew', 'him', 'whom', '']);
});
