import type { Case } from '../support/doubling.ts';
import { CHARACTERS, repeat, WRITINGS } from '../support/pieces.ts';
import { flood } from './floods.ts';

/** Of secrets, numbers and persons: the values below them are examined as a whole. */
const KEYS = [
  'password',
  'apiToken',
  'connection_string',
  'seed phrase',
  'phone',
  'iban',
  'passport no',
  'address',
  'cvv',
];
const UNDER_KEYS = ['a', 'aZ9', '1', ' ', '. ', 'abandon ', '$', '{{', 'a@b.', 'QUFB', 'x:y;'];

/** Each class of characters and each writing, again and again. */
export const cases: readonly Case[] = [
  ...[...CHARACTERS, ...WRITINGS].map((piece) => flood(JSON.stringify(piece), 1024, (length) => repeat(piece, length))),
  ...KEYS.flatMap((key) =>
    UNDER_KEYS.map((piece) => flood(`${key}: ${JSON.stringify(piece)}`, 512, (length) => repeat(piece, length), key)),
  ),
];
