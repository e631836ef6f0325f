import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LIVE_RULES } from '../../src/scan/live/registry.js';
import { RULES } from '../../src/scan/registry.js';
import type { RuleHead } from '../../src/scan/rule.js';

const PAGE = '../../../../docs/scan.md';

it('docs/scan.md lists every rule; write it with `pnpm exec vitest run scan-page -u`', async () => {
  const page = readFileSync(new URL(PAGE, import.meta.url), 'utf8');
  const written = writeRules(writeRules(page, 'rules', RULES), 'live rules', LIVE_RULES);
  await expect(written).toMatchFileSnapshot(PAGE);
});

function writeRules(page: string, name: string, rules: readonly RuleHead[]): string {
  const section = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[^]*?(<!-- end -->)`);
  expect(page).toMatch(section);
  const rows = rules.map(({ id, severity, title }) => [`\`${id}\``, severity, title.replaceAll('|', '\\|')]);
  return page.replace(section, (_, begin: string, end: string) => {
    return `${begin}\n${toTable([['Rule', 'Severity', 'What'], ...rows])}\n${end}`;
  });
}

/** As the formatter writes tables. */
function toTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const toLine = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(toLine).join('');
}
