import type { Case } from '../support/doubling.ts';
import { piecesOfRules, repeat } from '../support/pieces.ts';
import { flood } from './floods.ts';

/** What each rule of each family looks at, again and again. */
export const cases: readonly Case[] = piecesOfRules().map(([name, piece]) =>
  flood(`${name} ${JSON.stringify(piece)}`, 512, (length) => repeat(piece, length)),
);
