import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toBaseJsonSchema, toJsonSchema } from '../../src/schema/json-schema.js';

const FILES: readonly (readonly [string, () => object])[] = [
  ['mcp-guard.schema.json', toJsonSchema],
  ['mcp-guard.base.schema.json', toBaseJsonSchema],
];

/** Every key of the configuration that has no words of its own, by its place. */
function undescribed(schema: unknown, place = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const {
    properties = {},
    additionalProperties,
    anyOf = [],
  }: { properties?: object; additionalProperties?: unknown; anyOf?: unknown[] } = schema;
  const isSection = (value: unknown): boolean => JSON.stringify(value).includes('"properties"');
  const found: string[] = [];
  for (const [key, value] of Object.entries(properties)) {
    if (!isSection(value) && !JSON.stringify(value).includes('"description"')) found.push(`${place}.${key}`);
    found.push(...undescribed(value, `${place}.${key}`));
  }
  for (const option of anyOf) found.push(...undescribed(option, place));
  return found.concat(undescribed(additionalProperties, `${place}.*`));
}

describe.each(FILES)('%s', (name, toSchema) => {
  const file = `../../../mcp-guard/schemas/${name}`;

  it('is what the schema says today; write it with `pnpm exec vitest run json-schema -u`', async () => {
    await expect(`${JSON.stringify(toSchema(), null, 2)}\n`).toMatchFileSnapshot(file);
  });

  it('lets nothing be added', () => {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(text.match(/"properties"/g)?.length).toBe(text.match(/"additionalProperties": false/g)?.length);
  });

  it('describes every key', () => {
    // What a base may not have has no words of its own.
    expect(
      undescribed(toSchema()).filter(
        (key) =>
          !/\.(env|headers|upstream_auth_token|oauth|proxy|cwd|home|socket_path|pass_env|jsonl|notify|extends)$/.test(
            key,
          ),
      ),
    ).toEqual([]);
  });
});
