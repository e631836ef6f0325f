import { createHash } from 'node:crypto';
import { PUBLISHED_TABLE } from './published-table.js';

/**
 * Values that manuals print as examples: they open nothing and belong to no person. They are kept as hashes, so that
 * the table sets off no scanner. One is made by
 *
 *   createHash('sha256').update(value.replace(/[^A-Za-z0-9]/g, '')).digest('hex').slice(0, 20)
 *
 * Only what is published by who issues it, or by a standard, belongs there.
 */
const PUBLISHED: ReadonlySet<string> = new Set(
  PUBLISHED_TABLE.trimEnd()
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split('\t', 1).join('').split(' ')),
);

/** In characters; the longest is a mnemonic of 24 words. */
const MAX_SAMPLE = 1024;
const HASH_LENGTH = 20;

/**
 * How AWS writes the ids and secret keys of its manuals: a real one ends so once in 2^35 and 2^60 times.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 */
const AWS_EXAMPLE =
  /^(?:a1b2c3d4-5678-90ab-cdef-EXAMPLE[\da-zA-Z]{5}|A[A-Z]{3}[A-Z2-7]{9,10}EXAMPLE|[A-Za-z0-9/+]{30,31}EXAMPLEKEY)$/;

/** All of a value is a published sample, however its groups are separated. A part of it that is one excuses nothing. */
export function isPublishedSample(value: string): boolean {
  if (value.length > MAX_SAMPLE) return false;
  if (AWS_EXAMPLE.test(value)) return true;
  const compact = value.replace(SEPARATORS, '');
  // Anything else in it may say more than the sample: invisible characters, letters of other scripts.
  if (!/^[A-Za-z0-9]+$/.test(compact)) return false;
  // An account number may be written in small letters.
  return isListed(compact) || (ACCOUNT.test(compact) && isListed(compact.toUpperCase()));
}
/** These stand between groups: the signs of base64, base64url and RFC 6750, and those between the parts of a hash. */
const SEPARATORS = /[\s\u2010-\u2013./+=_~$:-]/g;
const ACCOUNT = /^[a-z]{2}\d\d[a-z\d]{10,30}$/i;
const isListed = (compact: string): boolean =>
  PUBLISHED.has(createHash('sha256').update(compact).digest('hex').slice(0, HASH_LENGTH));

/**
 * A number is only filled up with zeros: `2200000000000004`, `TR610000100000000000000001`. No issuer draws eleven in a row,
 * and no bank pads an account with twelve.
 */
export const isFilledWithZeros = (number: string): boolean => {
  const compact = number.replace(/[\s.-]/g, '');
  return ZEROS_IN_CARD.test(compact) || ZEROS_IN_ACCOUNT.test(compact);
};
const ZEROS_IN_CARD = /^(?=\d{13,19}$)\d{0,8}0{11}/;
const ZEROS_IN_ACCOUNT = /^[A-Z]{2}\d{2}(?=[A-Z\d]{14,30}$)[A-Z\d]{0,18}0{12}/i;
