import { readFileSync } from 'node:fs';
import { GROUPS, HIDDEN_KINDS, isHiddenKind, TYPES } from '@mcp-guard/detectors';
import { parseConfig, type PiiSide } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { PiiRules } from '../../src/pii-rules.js';

const PAGE = '../../../../docs/detection.md';
const page = readFileSync(new URL(PAGE, import.meta.url), 'utf8');
const rules = new PiiRules(parseConfig('servers: {}', 'defaults', new Map()).pii, '');

/** The description of each group on the page. */
const MEANINGS: Readonly<Record<string, string>> = {
  secret: 'keys, tokens, passwords: anything that opens something',
  'secret.temporary': 'opens one thing for a short while, in answers about something else',
  known: 'known to everybody: samples of manuals and standards, passwords that programs come with, tokens of badges',
  'pii.national_id': 'given to a person by a state: ids, tax and health numbers, passports, licences',
  'pii.financial': 'cards and accounts',
  'pii.contact': 'mail addresses and telephone numbers',
  'pii.person': 'names, addresses and dates of birth, by their keys and labels',
  'pii.business': 'given to a company by a state; most are public',
  'pii.device': 'of devices and vehicles',
  'pii.crypto': 'addresses of wallets, which are public',
  binary: 'packed bytes that were not read, in archives and documents',
  'pii.network': 'addresses of machines; nothing is done about them unless `actions` names them',
};

const typesOf = (group: string) => [...TYPES].filter(([, type]) => type.group === group);

/** One action for all types of a group: it is the group's. */
function actionOf(group: string, side: PiiSide): string {
  const found = { confidence: 1, path: '', fingerprint: () => '' };
  const actions = new Set(typesOf(group).map(([type]) => rules.decide({ ...found, type }, side)?.action ?? '–'));
  expect([...actions]).toHaveLength(1);
  return [...actions].join('');
}

function hiddenActionOf(kind: string, isDefinition: boolean): string {
  if (!isHiddenKind(kind)) throw new Error(kind);
  const { action } = { ...rules.decideHidden(kind, { type: kind, path: '', fingerprint: () => '' }, isDefinition) };
  return action === 'redact' ? 'taken out' : String(action);
}

/** As the formatter writes tables. */
function toTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const toLine = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(toLine).join('');
}

const code = (text: string): string => `\`${text}\``;

const toGroups = (): string =>
  toTable([
    ['Group', 'What', 'In requests', 'In answers'],
    ...Object.entries(MEANINGS).map(([group, meaning]) => [
      code(group),
      meaning,
      actionOf(group, 'request'),
      actionOf(group, 'response'),
    ]),
  ]);

const toKinds = (): string =>
  toTable([
    ['Kind', 'What', 'In definitions', 'In everything else'],
    ...Object.entries(HIDDEN_KINDS).map(([kind, title]) => [
      code(kind),
      title,
      hiddenActionOf(kind, true),
      hiddenActionOf(kind, false),
    ]),
  ]);

const toTypes = (): string =>
  Object.keys(MEANINGS)
    .map((group) => {
      const types = typesOf(group).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const defaults = `in requests ${actionOf(group, 'request')}, in answers ${actionOf(group, 'response')}`;
      const rows = types.map(([type, { title }]) => [code(type), title]);
      return `### ${code(group)}: ${defaults}\n\n${toTable([['Type', 'Title'], ...rows])}`;
    })
    .join('\n');

const toOrders = (): string =>
  toTable([['Type', 'What'], ...typesOf('orders').map(([type, { title }]) => [code(type), title])]);

const SECTIONS: Readonly<Record<string, () => string>> = {
  groups: toGroups,
  hidden: toKinds,
  orders: toOrders,
  types: toTypes,
};

describe('docs/detection.md', () => {
  it('lists all types with their actions; write it with `pnpm exec vitest run detection-page -u`', async () => {
    let text = page;
    for (const [name, write] of Object.entries(SECTIONS)) {
      const section = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[^]*?(<!-- end -->)`);
      expect(text).toMatch(section);
      text = text.replace(section, (_, begin: string, end: string) => `${begin}\n${write()}\n${end}`);
    }
    await expect(text).toMatchFileSnapshot(PAGE);
  });

  it('describes every group', () => {
    const leaves = [...GROUPS].filter(
      (group) => typesOf(group).length > 0 && group !== 'hidden_text' && group !== 'orders',
    );
    expect(Object.keys(MEANINGS).toSorted()).toEqual(leaves.toSorted());
  });

  it('shows sections that load', () => {
    const examples = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml = '']) => yaml);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples)
      expect(parseConfig(`servers: {}\n${example}`, 'page.yaml', new Map())).toBeDefined();
  });
});
