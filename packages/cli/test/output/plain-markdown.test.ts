import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toPlain } from '../../src/output/plain-markdown.js';

const DOCUMENTS = new URL('../../../../docs/', import.meta.url);
const pages = readdirSync(DOCUMENTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));

it.each(pages)('docs/%s has no marks of Markdown in a terminal', (name) => {
  const plain = toPlain(readFileSync(new URL(name, DOCUMENTS), 'utf8'));
  const outsideOfCode = plain.replaceAll(/^ {4}.*$/gmu, '').replaceAll(/`[^`\n]*`/gu, '');
  expect(outsideOfCode.match(/.*(?:```|\*\*|\]\(|^#|<!--|<picture|^ *\|).*/gmu) ?? []).toEqual([]);
});

describe('a page in a terminal', () => {
  it.each([
    ['a heading is underlined', '# Title', 'Title\n-----'],
    [
      'code stays whole, without fences',
      'Run:\n\n```sh\nmcp-guard logs  # all\n```\n\nThen',
      'Run:\n\n    mcp-guard logs  # all\n\nThen',
    ],
    ['a link becomes its words', 'See [policy](policy.md#x).', 'See policy.'],
    ['an address stays', 'See [it](https://example.com).', 'See it (https://example.com).'],
    [
      'emphasis is dropped, and names keep their marks',
      '**Bold** and _so_: `max_per_day`, snake_case_name',
      'Bold and so: `max_per_day`, snake_case_name',
    ],
    ['comments and pictures are left out', 'a\n\n<!-- b -->\n\n<picture>\n<img>\n</picture>\n\nc', 'a\n\nc'],
    ['a table has columns', '| A | B |\n| - | - |\n| `x` | 1 \\| 2 |', 'A    B\n`x`  1 | 2'],
  ])('%s', (_, markdown, plain) => expect(toPlain(markdown)).toBe(plain));

  it('keeps a table below a step, and its distance to what follows', () => {
    expect(toPlain('1. Step\n\n   | A |\n   | - |\n   | b |\n\n2. Next')).toBe('1. Step\n\n   A\n   b\n\n2. Next');
  });

  it('breaks no line within a command', () => {
    const command = '`mcp-guard explain files write_file with some words`';
    expect(toPlain(`${'word '.repeat(14)}${command} ${'word '.repeat(9)}`).split('\n')).toContainEqual(
      expect.stringContaining(command),
    );
  });

  it('folds a list below its words', () => {
    const words = 'word '.repeat(30).trim();
    const lines = toPlain(`- ${words}\n  - inner`).split('\n');
    expect(lines[0]?.length).toBeLessThanOrEqual(100);
    expect(lines[1]).toMatch(/^ {2}word/u);
    expect(lines.at(-1)).toBe('  - inner');
  });
});
