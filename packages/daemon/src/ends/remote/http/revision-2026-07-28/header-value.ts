const PREFIX = '=?base64?';
const SUFFIX = '?=';
/** Printable ASCII that begins and ends without white space. */
const PLAIN = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** A text of a message as a header repeats it: as it is, or in base64 where a header would change it. */
export function toHeaderValue(text: string): string {
  const looksEncoded = text.startsWith(PREFIX) && text.endsWith(SUFFIX);
  return PLAIN.test(text) && !looksEncoded ? text : `${PREFIX}${Buffer.from(text).toString('base64')}${SUFFIX}`;
}
