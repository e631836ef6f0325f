/** How many bits a character of an ASCII text carries, by how often each occurs in it (Shannon). */
export function entropyOf(text: string): number {
  const counts = new Uint16Array(128);
  for (let at = 0; at < text.length; at++) counts[text.charCodeAt(at) & 127]!++;
  let bits = Math.log2(text.length);
  for (const count of counts) if (count > 1) bits -= (count * Math.log2(count)) / text.length;
  return bits;
}

/** Whether its begin could be drawn at random, as `xxxxxxxx`, `0000…` and `aaaabbbb` could not. */
export function isRandom(text: string, bits = 2.5): boolean {
  const begin = text.slice(0, ENOUGH);
  return !RUN.test(begin) && entropyOf(begin) >= bits;
}
const ENOUGH = 96;
const RUN = /([^=])\1{5}/;

/**
 * Whether small and capital letters and digits change places as often as in what was drawn at random: a third
 * of the time at least. `requiredTypesForDisplay` does it rarely, and hex has but one kind of letters.
 */
export function isMixed(text: string): boolean {
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text)) return false;
  const changes = text.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes * 3 >= text.length;
}

/** Whether it is no word: it has a digit, or is mixed. Less than one random value in thirty is taken for a word. */
export const isNoWord = (text: string): boolean => /\d/.test(text) || isMixed(text);
