import * as fc from 'fast-check';
import { compilePattern } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { toPattern } from '../../src/presets/name-pattern.js';
import { PRESETS } from '../../src/presets/registry.js';
import { guessKind, wordsOf } from '@mcp-guard/store';
import type { ToolRow } from '../../src/explain/tool-verdicts.js';

const row = (tool: string, more: Partial<ToolRow> = {}): ToolRow => ({
  server: 's',
  tool,
  said: null,
  guessed: guessKind(tool, more.said ?? null),
  verdict: 'allowed',
  rule: null,
  ...more,
});
const propose = (id: string, rows: readonly ToolRow[], hasAllowList = false) =>
  PRESETS.find((preset) => preset.id === id)?.propose(rows, hasAllowList);

describe('what a tool does', () => {
  it.each([
    ['delete_file', ['delete', 'file']],
    ['deleteFile', ['delete', 'file']],
    ['HTTPGet2', ['http', 'get']],
    ['drop-table.now', ['drop', 'table', 'now']],
    ['', []],
    ['\u202e', []],
  ])('is guessed from the words of %j', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it.each([
    ['read_file', null, 'reads', 'name'],
    ['undelete', null, 'unknown', null], // not the word
    ['getter', null, 'unknown', null],
    ['read_and_delete', null, 'destroys', 'name'],
    ['list_issues', 'reads', 'reads', 'server'],
    ['delete_file', 'reads', 'destroys', 'name'], // a claim frees nothing that its name warns of
    ['read_file', 'destroys', 'destroys', 'server'],
    ['zap', 'writes', 'writes', 'server'],
  ] as const)('is the worse of the name %s and what its server says (%s)', (name, said, kind, by) => {
    expect(guessKind(name, said)).toEqual({ kind, by });
  });
});

describe('a preset', () => {
  const rows = [row('read_file'), row('delete_file'), row('zap')];

  it('read-only allows what reads, and so keeps out what comes later', () => {
    expect(propose('read-only', rows)).toEqual({ list: 'allowed_tools', tools: ['read_file'] });
    expect(propose('read-only', [row('zap')])).toEqual({ list: 'allowed_tools', tools: [] });
  });

  it('read-only denies what a list of allowed tools lets pass', () => {
    const denied = row('drop', { verdict: 'denied' });
    expect(propose('read-only', [...rows, denied], true)).toEqual({
      list: 'denied_tools',
      tools: ['delete_file', 'zap'],
    });
    expect(propose('read-only', [denied], true)).toBeUndefined();
  });

  it('careful asks about all that may change something and is not restricted yet', () => {
    const held = row('send', { verdict: 'needs a person' });
    expect(propose('careful', [...rows, held])).toEqual({ list: 'require_approval', tools: ['delete_file', 'zap'] });
    expect(propose('careful', [held])).toBeUndefined();
  });

  it('open adds nothing', () => {
    expect(propose('open', rows)).toBeUndefined();
  });
});

it('an entry for a name means that name only, whatever characters it has', () => {
  const name = fc.string({
    minLength: 1,
    unit: fc.constantFrom('a', '*', '?', '^', '$', '.', '\\', '[', '(', '|', '/'),
  });
  fc.assert(
    fc.property(name, name, (one, other) => {
      const { matches } = compilePattern(toPattern(one));
      expect(matches(one)).toBe(true);
      expect(matches(other)).toBe(one === other);
    }),
  );
});
