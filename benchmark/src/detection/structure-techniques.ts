import type { Json } from '@mcp-guard/detectors';
import { any, halves, isSure, isToken, label, type Technique } from './technique.js';
import type { CutSample } from './samples.js';

/* Values in members, items and content blocks, and in JSON that is a text. */

/** What a check sum, a sign or separators make sure. */
const CHECKED: ReadonlySet<string> = new Set(['credit_card', 'iban', 'email', 'phone', 'ssn']);
/** A number as base64 writes it: what hides it already is a technique of its own, and a second one would be tried on top. */
const ENCODED = /^(?=.*[a-z])[\w+/]{12,}={0,2}$/;
const isChecked = (value: string, { isBare, detector }: CutSample): boolean =>
  isBare && CHECKED.has(detector.id) && value.length >= 12 && !/[^\x20-\x7e]/.test(value) && !ENCODED.test(value);

const named = ({ key, text }: CutSample): Json => ({ id: 7, [key === '' ? 'note' : key]: text, region: 'eu-west-1' });

/** In a text, as most tools answer. */
const inBlock = (text: string): Json => ({ content: [{ type: 'text', text }] });

const inBlocks = ({ before, value, after }: CutSample): Json => {
  const [first, second] = halves(value);
  return { content: [`${before}${first}`, `${second}${after}`].map((text) => ({ type: 'text', text })) };
};
const inItems = ({ value }: CutSample): Json => ['key', ...halves(value), 'eu-west-1'];
const inMembers = ({ value }: CutSample): Json => {
  const [first, second] = halves(value);
  return { user: 'ann', first, second, region: 'eu-west-1' };
};
const inCharacters = ({ value }: CutSample): Json => Array.from(value);

const WAYS = [
  ['content blocks', inBlocks],
  ['an array', inItems],
  ['members', inMembers],
] as const;

export const STRUCTURES: readonly Technique[] = [
  {
    name: 'JSON in JSON in JSON',
    appliesTo: any,
    hide: ({ key, text }) => JSON.stringify(JSON.stringify({ [key === '' ? 'note' : key]: text })),
  },
  { name: 'JSON as a text', appliesTo: any, hide: (sample) => inBlock(JSON.stringify(named(sample))) },
  {
    name: 'JSON as a text, indented',
    appliesTo: any,
    hide: (sample) => inBlock(JSON.stringify(named(sample), null, 2)),
  },
  {
    name: 'JSON lines',
    appliesTo: any,
    hide: (sample) =>
      inBlock(`${[{ id: 6 }, named(sample), { id: 8 }].map((each) => JSON.stringify(each)).join('\n')}\n`),
  },
  {
    name: 'JSON as a text, name and value',
    appliesTo: (_, { key }) => key !== '',
    hide: ({ key, text }) => inBlock(JSON.stringify([{ name: key, value: text }])),
  },
  ...WAYS.map(([name, split]) => ({ name: `split over ${name}`, appliesTo: isSure, hide: split })),
  { name: 'split over characters', appliesTo: isToken, hide: inCharacters },
  ...WAYS.map(([name, split]) => ({ name: `checked, split over ${name}`, appliesTo: isChecked, hide: split })),
  { name: 'checked, split over characters', appliesTo: isChecked, hide: inCharacters },
  ...WAYS.slice(1).map(([name, split]) => ({
    name: `split over ${name} of JSON as a text`,
    appliesTo: isSure,
    hide: (sample: CutSample) => inBlock(JSON.stringify(split(sample))),
  })),
  {
    name: 'a call in JSON as a text',
    appliesTo: (_, { key }) => key !== '',
    hide: ({ key, text }) => label('text', JSON.stringify({ [key]: text })),
  },
];
