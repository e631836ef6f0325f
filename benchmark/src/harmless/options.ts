import { parseArgs } from 'node:util';
import { SOURCES } from './registry.js';

export interface Options {
  readonly bytes: number;
  /** After so long no more is collected. */
  readonly minutes: number;
  readonly seed: string;
  /** Only what the seed makes, which is the same everywhere. */
  readonly seeded: boolean;
  /** Alarms of each type that are printed. */
  readonly show: number;
  readonly json: boolean;
  /** More blocked texts of 50 MB are a failure. */
  readonly failAbove: number | undefined;
  /** All if none is named. */
  readonly kinds: readonly string[];
}

export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'), // Some package managers pass their separator on.
    options: {
      mb: { type: 'string', default: '50' },
      minutes: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      seeded: { type: 'boolean', default: false },
      show: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      'fail-above': { type: 'string' },
    },
    allowPositionals: true,
  });
  const names = SOURCES.map(({ name }) => name);
  const unknown = positionals.find((kind) => !names.includes(kind));
  if (unknown !== undefined) throw new Error(`there is no kind ${unknown}: ${names.join(', ')}`);
  const bytes = toNumber('--mb', values.mb) * 1e6;
  if (bytes === 0) throw new Error('--mb takes a number above 0');
  const failAbove = values['fail-above'];
  return {
    bytes,
    minutes: toNumber('--minutes', values.minutes),
    seed: values.seed,
    seeded: values.seeded,
    show: toNumber('--show', values.show),
    json: values.json,
    failAbove: failAbove === undefined ? undefined : toNumber('--fail-above', failAbove),
    kinds: positionals,
  };
}

function toNumber(name: string, text: string): number {
  if (!/^\d{1,6}(?:\.\d{1,6})?$/.test(text)) throw new Error(`${name} takes a number`);
  return Number(text);
}
