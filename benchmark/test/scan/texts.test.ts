import { isObject, parseJson } from '@mcp-guard/core';
import { scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { createFlood, FLOODS } from '../../src/scan/floods.ts';
import { createMessages } from '../../src/scan/messages.ts';
import { Random } from '../../src/security/harness/random.ts';
import { createMixedText, createText, KINDS } from '../../src/scan/typical-text.ts';

/** Mail addresses and addresses of machines are typical; whatever else is found would be measured as well. */
const isUnusual = (group: string): boolean => group !== 'pii.contact' && group !== 'pii.network';

describe.each([200, 1000, 10_000])('messages of %i bytes', (bytes) => {
  const { calls, results } = createMessages(40, bytes);

  it('are as long as that, and none is like another', () => {
    const all = [...calls, ...results];
    expect(all.map((line) => Buffer.byteLength(line))).toEqual(all.map(() => bytes));
    expect(new Set(all).size).toBe(80);
  });

  it('are calls and results', () => {
    for (const call of calls) expect(parseJson(call)).toMatchObject({ method: 'tools/call' });
    for (const result of results) expect(isObject(parseJson(result)) && result).toContain('"content"');
  });

  it('are the same in every run', () => {
    expect(createMessages(40, bytes)).toEqual({ calls, results });
  });
});

describe('typical text', () => {
  const texts = Object.entries(KINDS).map(
    ([name, write]) => [name, createText(write, new Random('texts'), 50_000)] as const,
  );
  const all = [...texts, ['mixed', createMixedText(new Random('texts'), 50_000)] as const];

  it.each(all)('that is %s is as long as asked for, varied, and holds nothing to find', (_, text) => {
    expect(text).toHaveLength(50_000);
    const lines = text.split(/(?<=[.\n]) ?/).filter((line) => line.length > 40);
    expect(new Set(lines).size / lines.length).toBeGreaterThan(0.95);
    const found = scan(text, { threshold: 0.8 }).filter(({ group }) => isUnusual(group));
    expect(found.map(({ type }) => type)).toEqual([]);
  });
});

it.each(Object.entries(FLOODS))('a flood of %s is one piece again and again', (_, piece) => {
  const flood = createFlood(piece, 1001);
  expect(flood).toHaveLength(1001);
  expect(flood.startsWith(piece + piece)).toBe(true);
});
