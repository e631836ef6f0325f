import type { ShownTools } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { OpenRequests } from '../src/open-requests.js';
import { ToolLists } from '../src/tool-lists.js';
import { read } from './support/read.js';

function start() {
  const written: (readonly string[])[] = [];
  const store: ShownTools = { add: (_, tools) => void written.push([...tools.keys()]), all: () => new Map() };
  const lists = new ToolLists(store);
  const question = read({ id: 1, method: 'tools/list' });
  if (question.kind !== 'request') throw new Error(question.kind);
  const answers = new OpenRequests().add(question);
  const show = (...names: readonly unknown[]): void =>
    lists.observe('s', read({ id: 1, result: { tools: names.map((name) => ({ name })) } }), answers);
  return { lists, show, written };
}

describe('the tools that servers show', () => {
  it('are written once, with the next rows', () => {
    const { lists, show, written } = start();
    show('a', 'b');
    expect(lists.isDirty).toBe(true);
    lists.write();
    lists.written();
    show('b', 'a');
    expect(lists.isDirty).toBe(false);
    show('b', 'c');
    lists.write();
    expect(written).toEqual([['a', 'b'], ['c']]);
  });

  // Threat 27
  it('fill no memory: long names and endless lists are left out', () => {
    const { lists, show, written } = start();
    show('x'.repeat(257), 7, null, 'x'.repeat(256));
    for (let page = 0; page < 30; page++) show(...Array.from({ length: 100 }, (_, n) => `${page} ${n}`));
    lists.write();
    expect(written[0]?.[0]).toHaveLength(256);
    expect(written[0]).toHaveLength(2000);
  });

  // Threat 19
  it('hide no changed definition behind a long list: of what is left out nobody can be asked', () => {
    const { lists, show } = start();
    show(...Array.from({ length: 1999 }, (_, n) => `tool ${n}`));
    expect(lists.definitionOf('s', 'pay')).toBeNull();
    show('tool 1999', 'pay');
    expect(lists.definitionOf('s', 'tool 1999')).toMatch(/^[0-9a-f]{64}$/u);
    expect(() => lists.definitionOf('s', 'pay')).toThrow('shows more tools than can be kept in mind');
    expect(lists.definitionOf('other', 'pay')).toBeNull();
  });
});
