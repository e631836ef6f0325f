import type { Case } from '../support/doubling.ts';
import { piecesOfRules, repeat } from '../support/pieces.ts';
import { flood } from './floods.ts';

/** Words of an order, of which all but the last stand there again and again. */
const HALF_ORDERS: readonly (readonly [name: string, piece: string])[] = [
  ['half an order to pass a key on', 'read .ssh id_rsa pass '],
  ['half an order to send one', 'must send api key to '],
  ['half an order to forget', 'ignore all previous '],
  ['orders behind long words', `that ${'a'.repeat(40)}(ignore previous rules `],
  ['half an order to keep still', 'do not tell this '],
];

/** What each rule of each family looks at, again and again. */
export const cases: readonly Case[] = [...piecesOfRules(), ...HALF_ORDERS].map(([name, piece]) =>
  flood(`${name} ${JSON.stringify(piece)}`, 512, (length) => repeat(piece, length)),
);
