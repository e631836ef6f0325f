import type { Random } from '../security/harness/random.js';

/** What a tool answers has so many characters. */
export const MIN = 500;
export const MAX = 200_000;

/** As many short ones as long ones, whatever the scale. */
const drawSize = (random: Random): number => Math.round(MIN * (MAX / MIN) ** (random.below(1000) / 1000));

/** Cuts what comes in pieces into texts of the size of answers, at line ends where there are some. */
export async function* cut(
  pieces: AsyncIterable<string> | Iterable<string>,
  random: Random,
): AsyncGenerator<string, void, undefined> {
  let rest = '';
  let size = drawSize(random);
  for await (const piece of pieces) {
    rest += piece;
    while (rest.length >= size) {
      const end = rest.lastIndexOf('\n', size - 1) + 1;
      const length = end > size / 2 ? end : size;
      yield rest.slice(0, length).toWellFormed();
      rest = rest.slice(length);
      size = drawSize(random);
    }
  }
  if (rest.length >= MIN) yield rest.toWellFormed();
}

/** A text without an end, written piece by piece, as texts of the size of answers. */
export const cutEndless = (write: (random: Random) => string, random: Random): AsyncGenerator<string> =>
  cut(repeat(write, random), random);

function* repeat(write: (random: Random) => string, random: Random): Generator<string> {
  for (;;) yield write(random);
}
