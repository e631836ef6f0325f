/** How many bits a character of the text carries, by how often each occurs in it (Shannon). */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Whether it could be drawn at random, as `xxxxxxxx`, `0000…` and `aaaabbbb` could not. */
export const isRandom = (text: string, bits = 2.5): boolean => !RUN.test(text) && entropyOf(text) >= bits;
const RUN = /([^=])\1{5}/;
