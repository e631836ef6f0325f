import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ERRORS, isErrorCode } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DOCUMENTS = ['.github/CONTRIBUTING.md', 'packages/README.md', 'docs/architecture.md'];

/** A file or a folder: what ends in a slash or in one of these endings. Methods such as `tools/call` are neither. */
const PATH = /^[\w.@*-]+(?:\/[\w.@*-]+)*(?:\/|\.(?:ts|md|mjs|js|json|yaml|txt))$/;

/** Paths in code stand from the root, or from `packages/`; `*` stands for any name. Links stand from the document. */
function missingFrom(document: string, text: string): readonly string[] {
  const prose = text.replaceAll(/^```(?!text)[\s\S]*?^```$/gm, '');
  const named = [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => (PATH.test(code) ? [code] : []));
  const linked = [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, link = '']) =>
    link.includes('://') || link === '' ? [] : [link],
  );
  const exists = (path: string): boolean => existsSync(join(ROOT, path)) || existsSync(join(ROOT, 'packages', path));
  return [
    ...named.filter((path) => !path.includes('*') && !exists(path)),
    ...linked.filter((link) => !existsSync(join(ROOT, dirname(document), link))),
  ];
}

describe.each(DOCUMENTS)('%s', (document) => {
  it('names only files and folders that exist', () => {
    expect(missingFrom(document, readFileSync(join(ROOT, document), 'utf8'))).toEqual([]);
  });
});

it('the check of documents finds a missing file, folder or link', () => {
  const text = 'See `core/src/nothing.ts`, `core/src/wire/`, `tools/call`, [a](nothing.md#x) and [b](changelog.md).';
  expect(missingFrom('docs/a.md', text)).toEqual(['core/src/nothing.ts', 'nothing.md']);
});

describe('docs/errors.md', () => {
  const text = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');

  it('has one heading for each code of the table, in its order', () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(Object.keys(ERRORS));
  });

  it('has the numbers of the table', () => {
    const row = /^\| \[(\w+)\]\(#(\w+)\) *\| (-?\d+)(?:, -32700)? *\| (\d+) *\| (\d+) *\|$/gm;
    const listed = [...text.matchAll(row)].map(([, code, anchor, rpc, http, exit]) => [
      code,
      anchor,
      Number(rpc),
      Number(http),
      Number(exit),
    ]);
    expect(listed).toEqual(
      Object.entries(ERRORS).map(([code, { rpc, http, exit }]) => [code, code.toLowerCase(), rpc, http, exit]),
    );
  });

  it('shows answers with the code and the number of the section that they stand in', () => {
    for (const section of text.split(/^## /m).slice(1)) {
      const code = section.slice(0, section.indexOf('\n'));
      for (const [, json = ''] of section.matchAll(/^```json\n([^`]*)\n```$/gm)) {
        const { error } = JSON.parse(json);
        const numbers = isErrorCode(code) ? [ERRORS[code].rpc, ...(code === 'MALFORMED_MESSAGE' ? [-32700] : [])] : [];
        expect(numbers).toContain(error.code);
        expect(error.data.code).toBe(code);
      }
    }
  });
});
