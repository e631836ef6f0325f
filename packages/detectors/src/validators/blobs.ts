/* Digests and lines of base64, in which short words stand by chance. */

/** `h1:`, `sha512-`, and the digest up to a place in it: https://go.dev/ref/mod#go-sum-files, https://www.w3.org/TR/sri/ */
const BEFORE = /(?:^|[^A-Za-z\d])(?:h1:|sha\d{1,3}[-:=])([A-Za-z\d+/]{1,86})$/;
/** Padding ends a digest, whatever a view puts behind it. */
const BEHIND = /^([A-Za-z\d+/]{0,86})(={1,2}|(?![A-Za-z\d+/=]))/;
const MAX_BEFORE = 96;
/** Characters of SHA-1, SHA-256, SHA-384 and SHA-512, and the padding behind them: RFC 4648 section 4. */
const LENGTHS: ReadonlySet<string> = new Set(['27=', '43=', '64', '86==']);

/**
 * The place is a part of a whole digest, where a prefix of four letters says nothing. Glued to anything else, it is
 * found.
 */
export function isInDigest(text: string, start: number, end: number): boolean {
  const before = BEFORE.exec(text.slice(Math.max(0, start - MAX_BEFORE), start))?.[1];
  const behind = BEHIND.exec(text.slice(end, end + MAX_BEFORE));
  if (before === undefined || behind === null) return false;
  const [, rest = '', padding = ''] = behind;
  return LENGTHS.has(`${before.length + end - start + rest.length}${padding}`);
}

/** Longer than a name. */
const LONG = 32;
const LONG_RUN = /^[A-Za-z\d+/]{32}$/;
/** The lengths of lines in PEM and mail, in characters: RFC 7468 section 2, RFC 2045 section 6.8. */
const SHORTEST_LINE = 64;
const LONGEST_LINE = 76;
const LINE_BEFORE = /(?:^|[\r\n])([A-Za-z\d+/]*)$/;
const LINE_BEHIND = /^([A-Za-z\d+/=]*)(?:$|[\r\n])/;

/**
 * A word that ends there is one of those that stand somewhere in each text in base64: in a long run, or a line of
 * nothing else.
 */
export function isInBase64(text: string, end: number): boolean {
  if (LONG_RUN.test(text.slice(Math.max(0, end - LONG), end))) return true;
  const before = LINE_BEFORE.exec(text.slice(Math.max(0, end - LONGEST_LINE - 1), end))?.[1];
  const behind = LINE_BEHIND.exec(text.slice(end, end + LONGEST_LINE + 1))?.[1];
  return before !== undefined && behind !== undefined && before.length + behind.length >= SHORTEST_LINE;
}

/**
 * The place is in the middle of one long run of base64, as a program has WebAssembly in it, and goes on with a sign that no id
 * has. Letters that such code repeats are no noise in which chance could be reckoned.
 */
export const isInOneRun = (text: string, start: number, end: number): boolean =>
  RUN_BEHIND.test(text.slice(end, end + RUN + 1)) && RUN_BEFORE.test(text.slice(Math.max(0, start - RUN), start));
const RUN = 64;
const RUN_BEHIND = /^[+/][A-Za-z\d+/]{64}$/;
const RUN_BEFORE = /^[A-Za-z\d+/]{64}$/;
