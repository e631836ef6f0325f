import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scoreFiles } from '../src/corpus.ts';
import { toScoreText } from '../src/corpus/score-text.ts';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';

function write(lines: readonly unknown[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-corpus-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'corpus.jsonl');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return file;
}

const positive = (text: string, type?: string) => ({ text, type, expected: 'positive', source: 'ignored' });
const negative = (text: string) => ({ text, type: 'code', expected: 'negative' });

describe('positives', () => {
  const file = () =>
    write([
      positive(KEY, 'aws-access-token'),
      positive(`id ${KEY}`, 'github-pat'),
      positive('nothing here', 'github-pat'),
      positive(KEY),
      '',
    ]);

  it('count what is found, and what is found under the right name', async () => {
    const { positives, byType } = await scoreFiles([file()], 0);
    expect(positives).toEqual({ texts: 4, found: 3, foundAsMessage: 3, named: 3, rightType: 1 });
    expect(byType).toEqual({
      'aws-access-token': { texts: 1, found: 1, foundAsMessage: 1, named: 1, rightType: 1 },
      'github-pat': { texts: 2, found: 1, foundAsMessage: 1, named: 2, rightType: 0 },
    });
  });

  it('that are missed are told as texts only where that was asked for', async () => {
    const path = file();
    const told = await scoreFiles([path, path], 1);
    expect(told.misses).toMatchObject([{ text: 'nothing here', place: `${path}:3` }]);
    expect(toScoreText(told)).toContain(`${path}:3  github-pat  "nothing here"`);
    expect(toScoreText(await scoreFiles([path], 0))).not.toContain('nothing here');
  });

  it('do not count what tells only how a text is written', async () => {
    expect((await scoreFiles([write([positive('a\u202eb', 'x')])], 0)).positives.found).toBe(0);
  });
});

describe('negatives', () => {
  it('count by what a guard does by default, in requests and in answers', async () => {
    const { negatives } = await scoreFiles(
      [
        write([
          negative(`${KEY} ada@example.com`),
          negative('SSN: 536-90-4399'),
          negative('é a\u{e0041}'),
          negative('x'),
        ]),
      ],
      0,
    );
    const none = { texts: 0, findings: 0 };
    const one = { texts: 1, findings: 1 };
    expect(negatives).toEqual({
      texts: 4,
      bytes: 36 + 16 + 8 + 1,
      found: 3,
      findings: 4,
      requests: { block: { texts: 2, findings: 2 }, redact: none, warn: { texts: 0, findings: 1 }, none: one },
      answers: { block: one, redact: { texts: 2, findings: 2 }, warn: { texts: 0, findings: 1 }, none },
      byType: { aws_key: 1, email: 1, hidden_tags: 1, ssn: 1 },
      byCategory: {},
    });
  });
});

it('texts are told by their category, and those that are JSON are read as messages, too', async () => {
  const lines = [
    { ...positive('{"db":{"password":"rosebudrosebud"}}'), category: 'password' },
    { ...negative(`id ${KEY}`), category: 'id' },
    { ...negative('[1, 2]'), category: 'id' },
  ];
  const score = await scoreFiles([write(lines)], 0);
  expect(score.byCategory).toMatchObject({ password: { texts: 1, foundAsMessage: 1 } });
  expect(score.negatives.byCategory).toEqual({ id: { texts: 2, stopped: 1 } });
  expect(toScoreText(score)).toMatch(/by category[\s\S]+password[\s\S]+by category[\s\S]+id/);
});

it('a text is one line, whatever line ends it holds', async () => {
  const text = `a\u2028b\u2029c\u0085d ${'é'.repeat(100_000)} ${KEY}`;
  const { positives } = await scoreFiles([write([positive(text, 'aws'), positive(text, 'aws')])], 0);
  expect(positives).toEqual({ texts: 2, found: 2, foundAsMessage: 2, named: 2, rightType: 2 });
});

it.each([
  ['{"text": "a", "expected": "positive"', 'not a JSON object'],
  ['[]', 'not a JSON object'],
  ['{"text": 1, "expected": "positive"}', 'text is not a string'],
  ['{"text": "a", "type": 1, "expected": "positive"}', 'type is not a string'],
  ['{"text": "a", "category": 1, "expected": "positive"}', 'category is not a string'],
  ['{"text": "a", "expected": "maybe"}', 'expected is neither "positive" nor "negative"'],
])('the line %s is an error with its place', async (line, problem) => {
  const file = write([negative('x'), line]);
  await expect(scoreFiles([file], 0)).rejects.toThrow(`${file}:2: ${problem}`);
});

it('a file that is not there is an error', async () => {
  await expect(scoreFiles(['/nowhere.jsonl'], 0)).rejects.toThrow('ENOENT');
});
