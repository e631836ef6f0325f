import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore, type ShownTools } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { OpenRequests } from '../../src/state/open-requests.js';
import { toSkeleton } from '../../src/large/skeleton.js';
import type { Unwritten } from '../../src/record/transaction-writer.js';
import { ToolLists } from '../../src/state/tool-lists.js';
import { read } from '../../../rules/test/support/read.js';

const NOTHING: ShownTools = {
  add: () => undefined,
  all: () => new Map(),
  describe: () => undefined,
  kinds: () => new Map(),
};

function start(record?: ShownTools) {
  const written: (readonly string[])[] = [];
  const store = record ?? { ...NOTHING, add: (_, tools) => void written.push([...tools.keys()]) };
  const unwritten: Unwritten = new Set();
  const lists = new ToolLists(store, unwritten);
  const request = read({ id: 1, method: 'tools/list' });
  if (request.kind !== 'request') throw new Error(request.kind);
  const answers = new OpenRequests().add(request);
  const show = (...names: readonly unknown[]): void =>
    lists.observe('s', read({ id: 1, result: { tools: names.map((name) => ({ name })) } }), answers);
  /** A tool that says something else of itself each time. */
  let said = 0;
  const change = (name: string): void => {
    said += 1;
    lists.observe('s', read({ id: 1, result: { tools: [{ name, title: `${said}` }] } }), answers);
  };
  return { lists, unwritten, show, change, written, answers };
}

/** What is remembered of tools that are shown with these annotations. */
function hintsOf(...annotations: readonly unknown[]) {
  const { lists, answers } = start();
  const hint = () => lists.hintOf('s', read({ id: 2, method: 'tools/call', params: { name: 'look', arguments: {} } }));
  const tools = annotations.map((each) =>
    each === undefined ? { name: 'look' } : { name: 'look', annotations: each },
  );
  const list = read({ id: 1, result: { tools } });
  lists.observe('s', list, answers);
  const whole = hint();
  const thin = new ToolLists(NOTHING, new Set());
  thin.observe('s', toSkeleton(list), answers);
  expect(thin.hintOf('s', read({ id: 2, method: 'tools/call', params: { name: 'look' } }))).toBe(whole);
  return { lists, answers, whole, hint };
}

const junk = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `junk ${n}`);

describe('the tools that servers show', () => {
  it('are written once, with the next rows', () => {
    const { lists, unwritten, show, written } = start();
    show('a', 'b');
    expect(unwritten.delete(lists)).toBe(true);
    lists.write();
    lists.written();
    show('b', 'a');
    expect(unwritten.size).toBe(0);
    show('b', 'c');
    lists.write();
    expect(written).toEqual([['a', 'b'], ['c']]);
  });

  it('have changed if one of two with the same name has', () => {
    const { lists, show } = start();
    show('a');
    const alone = lists.definitionOf('s', 'a');
    show('a', 'a');
    expect(lists.definitionOf('s', 'a')).not.toBe(alone);
  });

  // Threat 27
  it('are bounded: long names are left out, and the newest of endless lists stay', () => {
    const { lists, show, written } = start();
    show('x'.repeat(1025), 7, null, 'x'.repeat(1024));
    lists.write();
    expect(written).toEqual([['x'.repeat(1024)]]);
    for (let page = 0; page < 30; page++) show(...Array.from({ length: 100 }, (_, n) => `${page} ${n}`));
    lists.write();
    expect(written[1]).toHaveLength(2000);
    expect([written[1]?.[0], written[1]?.at(-1)]).toEqual(['10 0', '29 99']);
  });

  // Threat 19
  it('are seen to change although a server has shown 2000 others first', () => {
    const { lists, show, change } = start();
    show(...junk(2000));
    change('pay');
    const approved = lists.definitionOf('s', 'pay');
    expect(approved).toMatch(/^[0-9a-f]{64}$/u);
    change('pay');
    expect(lists.definitionOf('s', 'pay')).not.toBe(approved);
  });

  // Threat 19
  it('hide no changed definition behind a long list: a forgotten tool cannot be approved', () => {
    const { lists, show } = start();
    show('pay', ...junk(1998));
    expect(lists.definitionOf('s', 'never shown')).toBeNull();
    show('one more');
    expect(lists.definitionOf('s', 'pay')).toMatch(/^[0-9a-f]{64}$/u);
    show('and another');
    for (const tool of ['pay', 'never shown']) {
      expect(() => lists.definitionOf('s', tool)).toThrow('shows more tools than the guard can remember');
    }
    expect(lists.definitionOf('s', 'junk 0')).toMatch(/^[0-9a-f]{64}$/u);
    expect(lists.definitionOf('other', 'pay')).toBeNull();
  });

  it('stay as long as they are shown', () => {
    const { lists, show } = start();
    show('pay');
    const approved = lists.definitionOf('s', 'pay');
    for (let page = 0; page < 30; page++) show('pay', ...Array.from({ length: 100 }, (_, n) => `${page} ${n}`));
    expect(lists.definitionOf('s', 'pay')).toBe(approved);
  });

  it('are in the record as they are in memory, also when lists are endless', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-tools-'));
    const source = { path: join(folder, 'audit.db'), key: undefined };
    const before = openSqliteStore(source);
    const { lists, show, change } = start(before.shownTools);
    for (let page = 0; page < 50; page++) {
      show(...Array.from({ length: 90 }, (_, n) => `${page} ${n}`));
      change('pay');
      lists.write();
      lists.written();
    }
    before.close();
    const after = openSqliteStore(source);
    const shown = after.shownTools.all().get('s') ?? new Map<string, string | null>();
    expect(shown.size).toBe(2000);
    for (const [tool, definition] of shown) expect(lists.definitionOf('s', tool)).toBe(definition);
    expect(new ToolLists(after.shownTools, new Set()).definitionOf('s', 'pay')).toBe(lists.definitionOf('s', 'pay'));
    after.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [true, [{ readOnlyHint: true }]],
    [false, [{ readOnlyHint: false }]],
    [false, [{ readOnlyHint: 'true' }]],
    [undefined, [{}]],
    [undefined, [undefined]],
    [false, [{ readOnlyHint: true }, { readOnlyHint: false }]],
    [false, [{ readOnlyHint: true }, {}]],
  ])('are read-only (%j) if %j says so, in long lists too', (expected, annotations) => {
    expect(hintsOf(...annotations).whole).toBe(expected);
  });

  it.each([
    ['reads', [{ readOnlyHint: true }]],
    ['destroys', [{ readOnlyHint: false }]],
    ['writes', [{ readOnlyHint: false, destructiveHint: false }]],
    ['writes', [{ destructiveHint: false }]],
    ['destroys', [{ readOnlyHint: true, destructiveHint: true }]],
    ['destroys', [{ readOnlyHint: 'true' }]],
    ['destroys', [{ readOnlyHint: true }, { destructiveHint: false }, { destructiveHint: true }]],
    ['destroys', [{ readOnlyHint: true }, undefined]],
    [null, [undefined]],
    [null, [{ title: 'x' }]],
    [null, ['x']],
  ])('are kept as what %j says when their annotations are %j, in long lists too', (kind, annotations) => {
    const told = new Map<string, unknown>();
    const { answers } = start();
    const tools = annotations.map((each) => ({ name: 'look', annotations: each }));
    const list = read({ id: 1, result: { tools } });
    for (const shown of [list, toSkeleton(list)]) {
      const lists = new ToolLists(
        { ...NOTHING, describe: (_, kinds) => kinds.forEach((one, name) => told.set(name, one)) },
        new Set(),
      );
      lists.observe('s', shown, answers);
      lists.write();
      expect(told.get('look') ?? null).toBe(kind);
      told.clear();
    }
  });

  it('are described again only when their server says something else', () => {
    const described: unknown[] = [];
    const record: ShownTools = { ...NOTHING, describe: (_, kinds) => void described.push([...kinds]) };
    const { lists, answers } = start(record);
    for (const readOnlyHint of [true, true, false]) {
      lists.observe(
        's',
        read({ id: 1, result: { tools: [{ name: 'look', annotations: { readOnlyHint } }] } }),
        answers,
      );
      lists.write();
      lists.written();
    }
    expect(described).toEqual([[['look', 'reads']], [['look', 'destroys']]]);
  });

  it('are read-only as they were last shown', () => {
    const { lists, answers, hint } = hintsOf({ readOnlyHint: true });
    lists.observe('s', read({ id: 1, result: { tools: [{ name: 'look' }] } }), answers);
    expect(hint()).toBeUndefined();
    const other = read({ id: 2, method: 'prompts/get', params: { name: 'look' } });
    expect(lists.hintOf('s', other)).toBeUndefined();
    expect(lists.hintOf('s', read({ id: 2, method: 'tools/call' }))).toBeUndefined();
  });
});
