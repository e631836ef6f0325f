import { ALNUM, BASE64, DIGITS, HEX, LOWER, Random } from '../../security/harness/random.js';

/** Pieces that output of many programs is made of. */
export type Write = (random: Random) => string;

const APPS =
  'web api worker gateway billing search cart catalog mailer scheduler ingest frontend redis postgres nginx'.split(' ');
/** Few of them are of the list of words that seeds of wallets are written in: a row of twelve of those is one. */
const WORDS =
  `blue lamps chairs desk shelves kettle bottles mirrors carpet baskets wooden steel cotton largest smaller rounded folding
  portable classic modern gardens kitchens travelling winter summers orders values totals updates created index reports queue`.split(
    /\s+/,
  );
const REGIONS = ['eu-central-1', 'us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;

/** A sequence of its own for a stream: what it gives does not depend on the turns of others. */
export const fork = (random: Random): Random => new Random(String(random.below(2 ** 32)));

export const app: Write = (random) => random.pick(APPS);
export const word: Write = (random) => random.pick(WORDS);
export const region: Write = (random) => random.pick(REGIONS);
export const words = (random: Random, count: number): string =>
  Array.from({ length: count }, () => word(random)).join(' ');
export const hex = (random: Random, length: number): string => random.text(length, HEX);
export const digits = (random: Random, length: number): string => random.text(length, DIGITS);
export const base64 = (random: Random, length: number): string => random.text(length, BASE64);
export const small = (random: Random, length: number): string => random.text(length, LOWER + DIGITS);
export const mixed = (random: Random, length: number): string => random.text(length, ALNUM);
export const uuid: Write = (random) =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${random.text(1, '89ab')}${hex(random, 3)}-${hex(random, 12)}`;
export const digest: Write = (random) => `sha256:${hex(random, 64)}`;
export const version: Write = (random) => `${random.below(20)}.${random.below(40)}.${random.below(100)}`;
const two = (number: number): string => String(number).padStart(2, '0');
export const date: Write = (random) => `2026-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
export const clock: Write = (random) => `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
export const time: Write = (random) => `${date(random)}T${clock(random)}Z`;
export const address: Write = (random) => `10.${random.below(256)}.${random.below(256)}.${random.between(1, 254)}`;
export const hardware: Write = (random) => `02:42:${Array.from({ length: 4 }, () => hex(random, 2)).join(':')}`;
export const age: Write = (random) =>
  random.pick([
    `${random.below(60)}s`,
    `${random.below(90)}m`,
    `${random.below(9)}h${random.below(60)}m`,
    `${random.below(400)}d`,
  ]);
export const image: Write = (random) =>
  random.pick([
    `registry.example.com/${app(random)}:${version(random)}`,
    `ghcr.io/acme/${app(random)}@${digest(random)}`,
    `${app(random)}:${version(random)}-alpine`,
  ]);
/** As pods are called: of a deployment, of a daemon set, of a stateful set. */
export const pod: Write = (random) =>
  random.pick([
    `${app(random)}-${hex(random, 10)}-${small(random, 5)}`,
    `${app(random)}-${small(random, 5)}`,
    `${app(random)}-${random.below(5)}`,
  ]);
export const host: Write = (random) =>
  `ip-10-${random.below(256)}-${random.below(256)}-${random.below(256)}.${region(random)}.compute.internal`;
export const many = <Item>(random: Random, most: number, write: (random: Random) => Item): readonly Item[] =>
  Array.from({ length: random.between(1, most) }, () => write(random));

/** Columns of one width, as programs print tables. */
export function toColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)) + 3);
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('')
          .trimEnd()}\n`,
    )
    .join('');
}

/** As YAML without quotes, for texts that need none. */
export function toYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value))
    return value.map((each) => `${indent}- ${toYaml(each, `${indent}  `).trimStart()}`).join('');
  if (typeof value !== 'object' || value === null) return `${indent}${toScalar(value)}\n`;
  return Object.entries(value)
    .map(([key, each]) => {
      const isNested = typeof each === 'object' && each !== null;
      return isNested
        ? `${indent}${key}:\n${toYaml(each, Array.isArray(each) ? indent : `${indent}  `)}`
        : `${indent}${key}: ${toScalar(each)}\n`;
    })
    .join('');
}

const toScalar = (value: unknown): string =>
  typeof value === 'string' && /^[\d"]|: |^$/.test(value) ? JSON.stringify(value) : String(value);
