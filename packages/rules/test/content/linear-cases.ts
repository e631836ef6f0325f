import { saidBy } from '../../src/exchange/found-place.js';
import { Fingerprints, isObject, parseJson } from '@mcp-guard/core';
import { parseFile, mergeBase } from '@mcp-guard/policy';
import type { Case } from '../../../detectors/test/support/doubling.ts';
import { inspect } from '../../src/content/inspect.js';
import { toEdits } from '../../src/content/redactions.js';
import { PiiRules } from '../../src/pii-rules.js';

const LEVELS = 118;

const rulesOf = (pii: object): PiiRules =>
  new PiiRules(
    mergeBase(parseFile(JSON.stringify({ servers: {}, pii }), 'own.yaml', new Map()).file, undefined).pii,
    's',
  );
const exception = { server: 's', type: 'pii', path: '/result/content/*/text' };
const RULES = {
  'as they are without a configuration': rulesOf({}),
  'that ask for the place': rulesOf({ exceptions: [exception] }),
  'that take everything out': rulesOf({ actions: { pii: { response: 'redact' } }, hidden_text: { results: 'strip' } }),
};

const VALUES: Readonly<Record<string, string>> = {
  'mail addresses': '"ada@lovelace.name"',
  cards: '"4539148803436467"',
  'cards as numbers': '{"card":4539148803436467}',
  'long numbers': '{"card":6304000000000000000}',
  'hidden text': '"a\u200b\u200bb"',
  keys: '{"ada@lovelace.name":1}',
};

/** A result with so many values, each so far within, whose way there is so long. */
const write = (value: string, count: number, key: string): string => {
  const [open, close] = key === '' ? ['[', ']'] : [`{"${key}":`, '}'];
  const list = `[${Array.from({ length: count }, () => value).join(',')}]`;
  return `{"jsonrpc":"2.0","id":1,"result":{"structuredContent":${open.repeat(LEVELS)}${list}${close.repeat(LEVELS)}}}`;
};

const fingerprints = new Fingerprints('00'.repeat(32));

export const cases: readonly Case[] = Object.entries(RULES).flatMap(([which, rules]) =>
  Object.entries(VALUES).flatMap(([what, value]) =>
    ['', 'k'.repeat(200)].map((key): Case => ({
      name: `${what} ${key === '' ? 'in lists' : 'under long keys'}, by rules ${which}`,
      size: 64,
      largest: 512,
      prepare: (count) => {
        const message = parseJson(write(value, count, key));
        if (!isObject(message)) throw new Error('a message is an object');
        const options = {
          place: saidBy(undefined),
          isExact: false,
          fingerprints,
          longNumbers: () => ({ at: () => '6304000000000000000' }),
        } as const;
        return () => {
          const decided = inspect(message, rules, options);
          if (decided.length < count) throw new Error(`${what}: ${decided.length} findings`);
          toEdits(decided.filter(({ action }) => action === 'redact'));
        };
      },
    })),
  ),
);
