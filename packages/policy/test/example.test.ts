import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { toJsonSchema } from '../src/schema/json-schema.js';
import { parseFile } from '../src/loading/load.js';
import { configSchema } from '../src/schema/config.js';
import { serverPolicy } from '../src/schema/policy.js';

const text = readFileSync(new URL('../../../mcp-guard.example.yaml', import.meta.url), 'utf8');
const VARIABLES = new Map([
  ['HOME', '/home/me'],
  ['WEBHOOK_SECRET', 'x'],
  ['API_KEY', 'x'],
  ['SLACK_WEBHOOK', 'https://hooks.example.com/slack'],
]);

/** The example with one block of its `#~` lines in the place of the default above it. */
const variants = [...text.matchAll(/^( *)#~ ([^\n]*(?:\n *#~ [^\n]*)*)/gm)].map(([block, indent = '', lines = '']) => {
  const shown = `${indent}${lines.replaceAll(/\n *#~ /g, `\n${indent}`)}`;
  const key = /^[\w]+:/.exec(lines)?.[0];
  const before = text.slice(0, text.indexOf(block));
  const kept =
    key === undefined ? before : before.replace(new RegExp(`\n${indent}${key}[^\n]*\n(?![^]*\n${indent}${key})`), '\n');
  return kept + shown + text.slice(text.indexOf(block) + block.length);
});

describe('the example', () => {
  it('shows every default', () => {
    const { file } = parseFile(text, 'mcp-guard.example.yaml', VARIABLES);
    expect({ ...file, servers: {} }).toEqual(configSchema.parse({}));
  });

  it('shows every default of a policy, but for what it sets', () => {
    const { policy } = parseFile(text, 'mcp-guard.example.yaml', VARIABLES).file.servers['filesystem'] ?? {};
    const { permissions, ...others } = serverPolicy.parse({});
    expect(policy).toEqual({
      ...others,
      permissions: { ...permissions, denied_tools: expect.any(Array), arguments: expect.any(Array) },
    });
    const written: { servers: { filesystem: { policy: object } } } = parseYaml(text);
    expect(Object.keys(written.servers.filesystem.policy)).toEqual(Object.keys(serverPolicy.shape));
  });

  it('shows other values that load as well', () => {
    expect(variants).toHaveLength(19);
    const roles = `roles: { reader: {} }`;
    for (const variant of variants) {
      const whole = variant.includes('\n  roles: {}') ? variant.replace('\n  roles: {}', `\n  ${roles}`) : variant;
      expect(() => parseFile(whole, 'variant.yaml', VARIABLES)).not.toThrow();
    }
  });

  it('shows every key that this version carries out', () => {
    const shown = new Set([text, ...variants].flatMap((each) => keysOf(parseYaml(each))));
    const missing = keysOfSchema(toJsonSchema()).filter((key) => !shown.has(key));
    expect(missing.filter((key) => !ONCE.test(key))).toEqual([]);
  });
});

/** Those that stand in the example once for all of their kind. */
const ONCE = /^servers\.\*\.policy\.spend\.|^auth\.roles\.\*\.(permissions|rate_limit|spend)\.|^extends\.path$/;

/** Names that people choose. */
const FREE =
  /^(servers|auth\.roles|auth\.api_keys|.*\.tool_limits|(.*\.)?spend\.tools|pii\.actions|pii\.custom_types)$/;

function keysOf(value: unknown, place = ''): readonly string[] {
  if (Array.isArray(value)) return [place, ...value.flatMap((item) => keysOf(item, `${place}.*`))];
  if (typeof value !== 'object' || value === null) return [place];
  const below = place === '' ? '' : `${place}.`;
  const inner = Object.entries(value).flatMap(([key, each]) => keysOf(each, below + (FREE.test(place) ? '*' : key)));
  return [place, ...inner];
}

function keysOfSchema(schema: unknown, place = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const {
    properties = {},
    additionalProperties,
    items,
    anyOf = [],
  }: Readonly<Record<string, unknown>> & { anyOf?: unknown[]; properties?: object } = { ...schema };
  const below = place === '' ? '' : `${place}.`;
  const inner = [
    ...Object.entries(properties).flatMap(([key, value]) => keysOfSchema(value, `${below}${key}`)),
    ...keysOfSchema(additionalProperties, `${below}*`),
    ...keysOfSchema(items, `${below}*`),
    ...anyOf.flatMap((option) => keysOfSchema(option, place)),
  ].filter((key) => !key.endsWith('*'));
  return inner.length > 0 ? inner : [place];
}
