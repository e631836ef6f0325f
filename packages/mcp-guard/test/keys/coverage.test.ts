import { readdirSync, readFileSync } from 'node:fs';
import { toJsonSchema } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';

const folder = new URL('../', import.meta.url);

interface Cover {
  /** A key, or a section of them. */
  readonly place: string;
  readonly file: string;
  readonly text: string;
}

/**
 * The tests that show the effect of a key through a real connection say so in a line of theirs,
 * `// covers: <key>, <key>`. The schema says which keys there are: a new one fails here until it has such a test.
 */
const covers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file): Cover[] => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const named = [...text.matchAll(/^\/\/ covers: (.+)$/gm)].flatMap(([, places = '']) => places.split(', '));
    return named.map((place) => ({ place, file, text }));
  });

const isAbout = ({ place }: Cover, key: string): boolean => key === place || key.startsWith(`${place}.`);

/** Of the tests that are nearest to a key, those that name it. */
function testsOf(key: string): readonly string[] {
  const about = covers.filter((cover) => isAbout(cover, key));
  const nearest = Math.max(...about.map(({ place }) => place.length));
  const name = key.split('.').findLast((step) => step !== '*') ?? '';
  return about
    .filter(({ place, text }) => place.length === nearest && new RegExp(`\\b${name}\\b`, 'u').test(withoutCovers(text)))
    .map(({ file }) => file);
}

/** What a test only says to cover is not named by it. */
const withoutCovers = (text: string): string => text.replaceAll(/^\/\/ covers: .+$/gm, '');

/** Parts that are not built yet. */
const LATER = /^servers\.\*\.(oauth|allow_http|allow_private)\b|^daemon\.proxy$/;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The places of all keys that hold a value. */
function keysOf({ properties = {}, additionalProperties, items, anyOf = [] }: Schema, place = ''): readonly string[] {
  const at = (step: string): string => (place === '' ? step : `${place}.${step}`);
  const inner = Object.entries(properties).flatMap(([key, schema]) => keysOf(schema, at(key)));
  if (additionalProperties) inner.push(...keysOf(additionalProperties, at('*')));
  if (items) inner.push(...keysOf(items, place));
  for (const option of anyOf) inner.push(...keysOf(option, place));
  const below = [...new Set(inner)].filter((key) => key !== place);
  return below.length > 0 ? below : [place];
}

const keys = keysOf(toJsonSchema()).filter((key) => !LATER.test(key));

describe('a key of the configuration', () => {
  it.each(keys)('%s has a test of its effect', (key) => {
    expect(testsOf(key)).not.toEqual([]);
  });

  it('exists for every test that names one', () => {
    expect(covers.filter((cover) => !keys.some((key) => isAbout(cover, key)))).toEqual([]);
  });
});
