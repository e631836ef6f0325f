import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
