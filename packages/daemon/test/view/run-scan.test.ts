import type { JsonObject } from '@mcp-guard/core';
import { expect, it } from 'vitest';
import { parseReport } from '../../src/view/scan/run-scan.js';

const report = (fix: JsonObject) => ({
  files: 1,
  findings: [{ rule: 'a-rule', severity: 'high', file: '/a', line: 1, server: null, why: 'can be read', fix }],
});

it('what a page can copy as a command stays apart from the words before it', () => {
  const command = "chmod 600 '/a b'";
  expect(parseReport(report({ command })).findings[0]?.fix).toEqual({ command });
  const fix = { command, words: 'then:' };
  expect(parseReport(report(fix)).findings[0]?.fix).toEqual(fix);
  for (const other of [{}, { words: 'a' }, { command: 1 }])
    expect(() => parseReport(report(other))).toThrow('no finding');
});
