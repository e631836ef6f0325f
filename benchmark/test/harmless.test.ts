import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { evenly } from '../src/harmless/evenly.ts';
import { readOptions } from '../src/harmless/options.ts';
import { scoreHarmless } from '../src/harmless/harmless.ts';
import { toScoreText } from '../src/harmless/score-text.ts';
import { Tally } from '../src/harmless/score.ts';
import { toSnapshot } from '../src/harmless/snapshot.ts';
import { toText } from '../src/harmless/text.ts';
import { Workshop } from '../src/harmless/workshop.ts';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';

it('what the seed makes is counted by kind, and the sums agree', async () => {
  const options = { ...readOptions(['--mb', '0.2', '--seeded']), minutes: 5 };
  const { score, missing } = await scoreHarmless(options);
  const kinds = Object.values(score.kinds);
  for (const figure of ['texts', 'bytes', 'blocked', 'changed', 'told', 'asked'] as const)
    expect(kinds.reduce((sum, counts) => sum + counts[figure], 0)).toBe(score.all[figure]);
  expect(score.all.bytes).toBeGreaterThanOrEqual(200_000);
  expect(score.all.bytes).toBeLessThan(1_500_000);
  for (const kind of ['databases', 'clusters', 'answers']) expect(score.kinds[kind]?.texts).toBeGreaterThan(0);
  expect(score.kinds['logs']?.texts).toBe(0);
  expect(missing).toEqual([]);
  expect(await scoreHarmless(options)).toEqual({ score, missing });
});

it('a text counts by the strictest thing that is done, and its alarm does not show the value', () => {
  const tally = new Tally(['logs'], 1);
  tally.add('logs', toText('a', `id ${KEY}, ada@example.org`));
  tally.add('logs', toText('b', { result: { content: [{ type: 'text', text: `again ${KEY}` }] } }));
  tally.add('logs', toText('c', 'write to ada@example.org'));
  tally.add('logs', toText('d', 'nothing'));
  tally.add('logs', toText('e', 'paid,\nwith 4539 1488 0343 6467'));
  const { all, types, alarms, blockedPer50 } = tally.score;
  expect(all).toMatchObject({ texts: 5, blocked: 2, changed: 1, told: 1, asked: 3 });
  expect(types).toEqual({
    aws_key: { blocked: 2, changed: 0, told: 0 },
    credit_card: { blocked: 0, changed: 1, told: 0 },
    email: { blocked: 0, changed: 0, told: 2 },
  });
  expect(alarms.map(({ type, place, line }) => `${type} ${place}:${line}`)).toEqual([
    'aws_key a:1',
    'email a:1',
    'credit_card e:2',
  ]);
  expect(blockedPer50).toBeCloseTo((2 * 50e6) / all.bytes);
  const told = toScoreText(tally.score, ['go: no such program']);
  expect(told).toContain('id ⟦AAAAA0AA0AAA0AAA0AAA⟧');
  expect(told).toContain('not here\n  go: no such program');
  expect(told).not.toContain(KEY);
});

it('a stream that ends leaves its share to the others, and those that are open are closed', async () => {
  let closed = 0;
  async function* items(name: string, count: number): AsyncGenerator<{ name: string; bytes: number }> {
    try {
      for (let left = count; left > 0; left--) yield { name, bytes: 1e6 };
    } finally {
      closed++;
    }
  }
  const taken: string[] = [];
  for await (const { name } of evenly([items('a', 1), items('b', 100), items('c', 100)], 0)) {
    taken.push(name);
    if (taken.length === 9) break;
  }
  expect(taken.toSorted().join('')).toBe('abbbbcccc');
  expect(closed).toBe(3);
});

it('the folder goes with its workshop', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(temporary, { recursive: true });
  });
  const listeners = process.listenerCount('exit');
  const workshop = new Workshop('1');
  expect(readdirSync(temporary)).toEqual([]);
  expect(readdirSync(workshop.folder)).toEqual([]);
  expect(readdirSync(temporary)).toHaveLength(1);
  workshop.close();
  expect(readdirSync(temporary)).toEqual([]);
  expect(process.listenerCount('exit')).toBe(listeners);
});

it('a page reads as a tree of what it tells', () => {
  const node = { level: undefined, url: undefined, childIds: [] };
  const nodes = [
    { ...node, nodeId: '1', role: 'RootWebArea', name: 'Manual', childIds: ['2'] },
    { ...node, nodeId: '2', role: 'generic', name: '', childIds: ['3', '4'] },
    { ...node, nodeId: '3', role: 'heading', name: 'Options', level: 2, childIds: ['5'] },
    { ...node, nodeId: '4', role: 'link', name: 'next', url: 'file:///next.html' },
    { ...node, nodeId: '5', role: 'StaticText', name: 'Options' },
  ];
  expect(toSnapshot(nodes)).toBe(
    '- Page Title: Manual\n- heading "Options" [level=2] [ref=e1]\n  - text: Options\n- link "next" [ref=e3]:\n    - /url: file:///next.html\n',
  );
});

it.each([
  [['--mb', '0'], '--mb takes a number above 0'],
  [['--show', 'all'], '--show takes a number'],
  [['--fail-above', '-1'], "Option '--fail-above' argument is ambiguous"],
  [['novels'], 'there is no kind novels'],
])('%j is an error', (args, problem) => {
  expect(() => readOptions(args)).toThrow(problem);
});
