import { integer, type Arbitrary } from 'fast-check';

/** Any code point, also a half of a pair. The unit `binary` is the same, but it first indexes all of them, for a second. */
export const character: Arbitrary<string> = integer({ min: 0, max: 0x10ffff }).map((code) =>
  String.fromCodePoint(code),
);
