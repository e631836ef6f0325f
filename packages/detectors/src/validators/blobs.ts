/* Digests and files in base64, in which short words stand by chance. */

/** What base64 is made of. */
const BASE64 = /[A-Za-z\d+/]/;
/** So many characters on either side of a value are a file that is written in base64, where short beginnings stand by chance. */
const BLOB = 300;
/** `h1:`, `sha512-`, and the digest up to the value. */
const DIGEST = /(?:^|[^A-Za-z\d])(?:h1:|sha\d{1,3}[-:=])[A-Za-z\d+/]{0,86}$/;

/** Whether what stands there is a part of a digest or of a file in base64: a prefix of four letters says nothing in one. */
export function isInBlob(text: string, start: number, end: number): boolean {
  if (!BASE64.test(text.charAt(start - 1))) return false;
  const before = text.slice(Math.max(0, start - BLOB), start);
  return DIGEST.test(before) || (isRun(before) && isRun(text.slice(end, end + BLOB)));
}
const RUN = /^[A-Za-z\d+/]{300}$/;
const isRun = (text: string): boolean => RUN.test(text);

/** Longer than a name. */
const LONG = 32;
const LONG_RUN = /^[A-Za-z\d+/]{32}$/;
/** Of PEM and mail, in characters: RFC 7468 section 2, RFC 2045 section 6.8. */
const SHORTEST_LINE = 64;
const LONGEST_LINE = 76;
const LINE_BEFORE = /(?:^|[\r\n])([A-Za-z\d+/]*)$/;
const LINE_BEHIND = /^([A-Za-z\d+/=]*)(?:$|[\r\n])/;

/** Whether a word that ends there is one of those that stand somewhere in each text in base64: in a long run, or a line of nothing else. */
export function isInBase64(text: string, end: number): boolean {
  if (LONG_RUN.test(text.slice(Math.max(0, end - LONG), end))) return true;
  const before = LINE_BEFORE.exec(text.slice(Math.max(0, end - LONGEST_LINE - 1), end))?.[1];
  const behind = LINE_BEHIND.exec(text.slice(end, end + LONGEST_LINE + 1))?.[1];
  return before !== undefined && behind !== undefined && before.length + behind.length >= SHORTEST_LINE;
}
