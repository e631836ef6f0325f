import type { JsonObject } from '@mcp-guard/core';
import { expect, it } from 'vitest';
import { parseReport } from '../../src/view/scan/run-scan.js';

const report = (fix: JsonObject | string) => ({
  files: 1,
  accepted: 0,
  baselineProblem: null,
  findings: [
    { rule: 'a-rule', severity: 'high', file: '/a', line: 1, client: 'cursor', server: null, why: 'can be read', fix },
  ],
});

it('says whose file has a finding, apart from what it is', () => {
  expect(parseReport(report('a fix')).findings[0]?.what).toBe('cursor: can be read');
});

it('keeps how many findings a person accepts, and why none is', () => {
  const baselineProblem = 'no finding is accepted: /home/a/accepted.json was altered';
  expect(parseReport({ ...report('a fix'), accepted: 3, baselineProblem })).toMatchObject({
    accepted: 3,
    baselineProblem,
  });
});

it('what a page can copy as a command stays apart from the words before it', () => {
  const command = "chmod 600 '/a b'";
  expect(parseReport(report({ command })).findings[0]?.fix).toEqual({ command });
  const fix = { command, words: 'then:' };
  expect(parseReport(report(fix)).findings[0]?.fix).toEqual(fix);
  for (const other of [{}, { words: 'a' }, { command: 1 }])
    expect(() => parseReport(report(other))).toThrow('no finding');
});
