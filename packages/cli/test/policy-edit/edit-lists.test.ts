import { GuardError } from '@mcp-guard/core';
import { parseConfig } from '@mcp-guard/policy';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rounds } from '../../../core/test/support/rounds.js';
import { editLists, type ToolWish } from '../../src/policy-edit/edit-lists.js';

const wish = (verb: ToolWish['verb'], tool: string, server = 'gh'): ToolWish => ({ verb, server, tool });
const edit = (text: string, verb: ToolWish['verb'], tool: string): string => editLists(text, wish(verb, tool));
const permissionsOf = (text: string, server = 'gh') => {
  const found = parseConfig(text, 'f.yaml', new Map()).servers[server];
  return found?.layers.permissions.find(({ source }) => source.startsWith('servers.'))?.rules;
};

const BLOCK = `# mine
servers:
  gh: # the hub
    command: npx   # found on the PATH
    policy:
      permissions:
        denied_tools: # never
          - a   # one
          # two comes next
          - 'b'
pii: {}
`;

describe('an edit of the lists of tools', () => {
  it('adds to a list of lines, and keeps comments and quotes', () => {
    expect(edit(BLOCK, 'deny', 'delete_*')).toBe(BLOCK.replace("- 'b'\n", '- \'b\'\n          - "delete_*"\n'));
  });

  it('adds to a list between brackets', () => {
    const text = 'servers: {gh: {command: x, policy: {permissions: {denied_tools: [a]}}}} # all\n';
    expect(edit(text, 'deny', 'b')).toBe(text.replace('[a]', '[a, b]'));
  });

  it.each([
    ['a server without a policy', 'servers:\n  gh:\n    command: x\n'],
    ['a server with an empty policy', 'servers:\n  gh:\n    command: x\n    policy:\n'],
    [
      'a server with other rules',
      'servers:\n  gh:\n    command: x\n    policy:\n      rate_limit: {requests_per_minute: 5}\n',
    ],
    ['a server in brackets', 'servers: {gh: {command: x}}\n'],
    ['a file with the line ends of Windows', 'servers:\r\n  gh:\r\n    command: x\r\n  other:\r\n    command: y\r\n'],
    ['an empty list', 'servers:\n  gh:\n    command: x\n    policy: {permissions: {require_approval: []}}\n'],
    ['a file without a last line end', 'servers:\n  gh:\n    command: x'],
  ])('makes the list in %s', (_, text) => {
    const edited = edit(text, 'ask', 'send');
    expect(permissionsOf(edited)?.require_approval).toEqual(['send']);
    expect(edited.replaceAll(text.includes('\r\n') ? '\r\n' : '\n', '')).not.toMatch(/[\r\n]/u);
    expect(permissionsOf(edit(edited, 'allow', 'send'))?.require_approval).toEqual([]);
  });

  it('allows what was denied, in the same words only', () => {
    const text = BLOCK.replace("'b'", "'b*'");
    expect(permissionsOf(edit(text, 'allow', 'a'))?.denied_tools).toEqual(['b*']);
    expect(edit(text, 'allow', 'bc')).toBe(text);
  });

  it('adds what is allowed to a list of allowed tools if there is one, unless a pattern of it says so already', () => {
    const text = 'servers: {gh: {command: x, policy: {permissions: {allowed_tools: ["read_*"]}}}}\n';
    expect(permissionsOf(edit(text, 'allow', 'send'))?.allowed_tools).toEqual(['read_*', 'send']);
    expect(edit(text, 'allow', 'read_file')).toBe(text);
    expect(edit('servers: {gh: {command: x}}\n', 'allow', 'send')).not.toContain('allowed_tools');
  });

  it.each([
    ['an alias that another server uses', 'policy: &p {permissions: {denied_tools: [a]}}', 'policy: *p'],
    [
      'an anchor of the list',
      'policy: {permissions: {denied_tools: &l [a]}}',
      'policy: {permissions: {denied_tools: *l}}',
    ],
  ])('never changes another server through %s', (_, one, other) => {
    const text = `servers:\n  gh:\n    command: x\n    ${one}\n  hub:\n    command: x\n    ${other}\n`;
    for (const server of ['gh', 'hub']) {
      expect(() => editLists(text, wish('deny', 'b', server))).toThrow(
        /cannot be edited without changing something else/u,
      );
    }
  });
});

const TOOL = fc.stringMatching(/^x[a-z_]{0,6}$/u);
const LIST = fc.uniqueArray(TOOL, { maxLength: 4 });
const COMMENT = fc.constantFrom('', ' # a comment', '\t# tab\tand: [no list]', '   # - "x"');
const LISTED = fc.record({
  name: fc.constantFrom('denied_tools', 'require_approval'),
  tools: LIST,
  flow: fc.boolean(),
  comment: COMMENT,
});

/** A configuration as people write them. */
const FILE = fc
  .record({
    lists: fc.uniqueArray(LISTED, { selector: ({ name }) => name, maxLength: 2 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    comments: fc.array(COMMENT, { minLength: 4, maxLength: 4 }),
    after: fc.constantFrom('', 'pii: {} # nothing', '# the end'),
    unit: fc.constantFrom(2, 4),
  })
  .map(({ lists, lineEnd, comments, after, unit }) => {
    const at = (depth: number): string => ' '.repeat(unit * depth);
    const rows = lists.flatMap(({ name, tools, flow, comment }) => {
      if (flow || tools.length === 0) return [`${at(4)}${name}: [${tools.join(', ')}]${comment}`];
      return [`${at(4)}${name}:${comment}`, ...tools.map((tool) => `${at(5)}- ${tool}${comment}`)];
    });
    const policy =
      rows.length === 0 ? [] : [`${at(2)}policy:${comments[2]}`, `${at(3)}permissions:${comments[3]}`, ...rows];
    return [
      '# a file',
      `servers:${comments[0]}`,
      `${at(1)}gh:${comments[1]}`,
      `${at(2)}command: x`,
      ...policy,
      `${at(1)}hub: {command: y}`,
      after,
    ]
      .join(lineEnd)
      .concat(lineEnd);
  });

describe('any configuration', () => {
  it('keeps every line that is not edited, byte for byte, and takes an edit back in meaning', () => {
    fc.assert(
      fc.property(FILE, TOOL, fc.constantFrom('deny' as const, 'ask' as const), (text, tool, verb) => {
        const list = verb === 'deny' ? 'denied_tools' : 'require_approval';
        const before = permissionsOf(text)?.[list] ?? [];
        const edited = edit(text, verb, tool);
        expect(permissionsOf(edited)?.[list]).toEqual(before.includes(tool) ? before : [...before, tool]);
        expect(permissionsOf(edited, 'hub')).toEqual(permissionsOf(text, 'hub'));
        expect(edit(edited, verb, tool)).toBe(edited);
        const kept = edited.split('\n');
        const changed = text.split('\n').filter((line) => !kept.includes(line));
        expect(changed.length).toBeLessThanOrEqual(1);
        expect(changed.every((line) => line.includes('['))).toBe(true);
        const back = edit(edited, 'allow', tool);
        expect(permissionsOf(back)?.[list]).toEqual(before.filter((each) => each !== tool));
      }),
      { numRuns: rounds(100) },
    );
  });
});

/** One policy that two servers share in any way that YAML knows. */
const SHARED = fc.constantFrom(
  ['&p {permissions: {denied_tools: [xa]}}', '*p'],
  ['&p {permissions: &q {denied_tools: [xa]}}', '{permissions: *q}'],
  ['{permissions: {denied_tools: &l [xa, xb]}}', '{permissions: {denied_tools: *l}}'],
  ['{permissions: {denied_tools: [&t xa]}}', '{permissions: {denied_tools: [*t, xb]}}'],
  ['&p {permissions: {require_approval: [xa]}}', '*p'],
  ['&p {}', '*p'],
);

it('an edit is refused wherever it would change another server through an anchor', () => {
  const verb = fc.constantFrom('deny' as const, 'ask' as const, 'allow' as const);
  const server = fc.constantFrom('gh', 'hub');
  fc.assert(
    fc.property(SHARED, verb, server, fc.constantFrom('xa', 'xb', 'xc'), ([one, other], asked, name, tool) => {
      const text = `servers:\n  gh:\n    command: x\n    policy: ${one}\n  hub:\n    command: y\n    policy: ${other}\n`;
      const rest = name === 'gh' ? 'hub' : 'gh';
      let edited = text;
      try {
        edited = editLists(text, wish(asked, tool, name));
      } catch (error) {
        if (!(error instanceof GuardError) || error.code !== 'CONFIG_INVALID') throw error;
      }
      expect(permissionsOf(edited, rest)).toEqual(permissionsOf(text, rest));
    }),
    { numRuns: rounds(100) },
  );
});
