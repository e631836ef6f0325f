import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseBase, parseConfig } from '@mcp-guard/policy';
import { afterAll, describe, expect, it } from 'vitest';
import { runHere } from './run-here.js';

const TASKS = fileURLToPath(new URL('../../../docs/tasks/', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The code of a page in one language, also below a step of a list. */
const codeOf = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^\\1\`\`\`$`, 'gmu'))].map(
    ([, indent = '', code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gmu'), ''),
  );

const isBase = (yaml: string): boolean => yaml.includes('base.schema.json');

/** `mcp-guard explain …   # outcome` as words and the outcome that the page promises. */
const explained = (text: string): readonly (readonly [string, readonly string[], string])[] =>
  Array.from(
    codeOf(text, 'sh')
      .join('\n')
      .matchAll(/^mcp-guard (explain .*?) +# (allowed|needs an approval|refused)$/gmu),
    ([, line = '', outcome = '']) => [line, splitWords(line), outcome],
  );
const splitWords = (line: string): readonly string[] =>
  Array.from(line.matchAll(/'([^']*)'|(\S+)/gu), ([, quoted, plain]) => quoted ?? plain ?? '');

describe.each(readdirSync(TASKS))('docs/tasks/%s', (name) => {
  const text = readFileSync(join(TASKS, name), 'utf8');
  const yaml = codeOf(text, 'yaml');

  it('shows configurations that load', () => {
    const loads = (code: string): unknown =>
      isBase(code)
        ? parseBase(code, 'base.yaml')
        : parseConfig(code.includes('servers:') ? code : `servers: {}\n${code}`, name, new Map());
    for (const each of yaml) expect(loads(each)).toBeDefined();
  });

  it('ends with how to see that it works', () => expect(text).toMatch(/^## See that it works$/mu));

  it.each(explained(text))('promises the outcome of %s', async (_, words, outcome) => {
    writeFileSync(join(home, 'base.yaml'), yaml.find(isBase) ?? '', { mode: 0o600 });
    const own = yaml.find((each) => each.includes('servers:') && !isBase(each)) ?? '';
    writeFileSync(join(home, 'mcp-guard.yaml'), own, { mode: 0o600 });
    const { stdout, stderr } = await runHere({ cwd: '/', env: { HOME: home, MCP_GUARD_HOME: home } }, ...words);
    expect(stdout + stderr).toMatch(new RegExp(`^${outcome}\\b`, 'u'));
  });
});

it('every page whose rules can be explained promises an outcome', () => {
  const pages = readdirSync(TASKS).map((name) => [name, readFileSync(join(TASKS, name), 'utf8')] as const);
  expect(pages.filter(([, text]) => explained(text).length > 0).map(([name]) => name)).toEqual([
    'one-folder.md',
    'payments.md',
    'read-only.md',
    'team.md',
  ]);
});
