import { array, assert, constantFrom, integer, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignCells, toTable } from '../../src/output/table.js';
import { displayWidth } from '../../src/output/text-width.js';

const widest = (text: string): number => Math.max(...text.split('\n').map(displayWidth));

describe('a table', () => {
  it('has columns as wide as their widest cell', () => {
    expect(
      toTable(
        ['A', 'LONG', 'LAST'],
        [
          ['wide', 'b', 'c'],
          ['', 'd', ''],
        ],
      ),
    ).toBe(['A     LONG  LAST', 'wide  b     c', '      d'].join('\n'));
  });

  it('has no limit of rows', () => {
    const rows = Array.from({ length: 200_000 }, () => ['a', 'b']);
    expect(toTable(['A', 'B'], rows).split('\n')).toHaveLength(200_001);
  });

  it('has no limit of width in a pipe', () => {
    expect(toTable(['A', 'B'], [['x'.repeat(500), 'y'.repeat(500)]])).toContain(
      `${'x'.repeat(500)}  ${'y'.repeat(500)}`,
    );
  });

  it('goes on below between words where it is too wide', () => {
    const rows = [['github', 'not moved: its arguments contain ${workspaceFolder}, which only its client fills in']];
    expect(toTable(['SERVER', 'WHAT HAPPENS'], rows, { width: 40 })).toBe(
      [
        'SERVER  WHAT HAPPENS',
        'github  not moved: its arguments contain',
        '        ${workspaceFolder}, which only',
        '        its client fills in',
      ].join('\n'),
    );
  });

  it('breaks a path behind its slashes, and a word without any is cut', () => {
    expect(toTable(['A'], [['/home/ada/projects/guard'], ['abcdefghijklmnopqrstuvwxyz']], { width: 16 })).toBe(
      ['A', '/home/ada/', 'projects/guard', 'abcdefghijklmno…'].join('\n'),
    );
  });

  it('cuts what does not fit where each row stays on one line', () => {
    const options = { width: 24, oneLine: true, right: [1] };
    expect(toTable(['WHAT', 'MS'], [['a tool with a long name', '12']], options)).toBe(
      ['WHAT                  MS', 'a tool with a long …  12'].join('\n'),
    );
  });

  it('is a block a row where its columns would be too narrow', () => {
    const header = ['SEVERITY', 'RULE', 'WHERE', 'WHAT', 'FIX'];
    const row = ['critical', 'bypasses-guard', '/home/ada/.cursor/mcp.json:4', 'it is not guarded', 'mcp-guard init'];
    expect(toTable(header, [row, ['low', 'other', '', 'x', 'y']], { width: 36 })).toBe(
      [
        'critical  bypasses-guard',
        '  where  /home/ada/.cursor/',
        '         mcp.json:4',
        '  what   it is not guarded',
        '  fix    mcp-guard init',
        'low  other',
        '  what   x',
        '  fix    y',
      ].join('\n'),
    );
  });

  it('counts wide characters as a terminal does', () => {
    expect(toTable(['A', 'B'], [['日本', 'x']])).toBe(['A     B', '日本  x'].join('\n'));
  });

  it('fits into every width and keeps its columns straight', () => {
    const words = array(constantFrom('a', 'guard', 'bypasses-guard', '/etc/mcp', '日本語', 'x'.repeat(40)), {
      maxLength: 8,
    });
    const row = tuple(words, words, words, words);
    assert(
      property(array(row, { minLength: 1, maxLength: 5 }), integer({ min: 60, max: 140 }), (rows, width) => {
        const cells = rows.map((each) => each.map((cell) => cell.join(' ')));
        for (const oneLine of [true, false]) {
          expect(widest(toTable(['A', 'B', 'C', 'D'], cells, { width, oneLine }))).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});

describe('labels and what they say', () => {
  it('go on below their beginning, at one blank each', () => {
    const rows = [
      ['command', '"rm -rf / tmp and the rest"'],
      ['in', 'x'],
    ];
    expect(alignCells(rows, 25)).toBe(['command  "rm -rf / tmp', '         and the rest"', 'in       x'].join('\n'));
  });

  it('lose nothing', () => {
    assert(
      property(string({ maxLength: 200 }), integer({ min: 20, max: 100 }), (text, width) => {
        const value = `"${text.replaceAll(/[^ -~]/g, 'x')}"`;
        const lines = alignCells([['label', value]], width).split('\n');
        expect(lines.map((line) => line.slice(7)).join(' ')).toBe(value);
      }),
    );
  });
});
