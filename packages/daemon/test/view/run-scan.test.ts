import type { JsonObject } from '@mcp-guard/core';
import { expect, it } from 'vitest';
import { parseReport } from '../../src/view/scan/run-scan.js';

const report = (fix: JsonObject | string) => ({
  files: 1,
  findings: [
    { rule: 'a-rule', severity: 'high', file: '/a', line: 1, client: 'cursor', server: null, why: 'can be read', fix },
  ],
});

it('says whose file has a finding, apart from what it is', () => {
  expect(parseReport(report('a fix')).findings[0]?.what).toBe('cursor: can be read');
});

it('what a page can copy as a command stays apart from the words before it', () => {
  const command = "chmod 600 '/a b'";
  expect(parseReport(report({ command })).findings[0]?.fix).toEqual({ command });
  const fix = { command, words: 'then:' };
  expect(parseReport(report(fix)).findings[0]?.fix).toEqual(fix);
  for (const other of [{}, { words: 'a' }, { command: 1 }])
    expect(() => parseReport(report(other))).toThrow('no finding');
});
