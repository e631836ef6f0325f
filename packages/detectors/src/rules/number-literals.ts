import type { Site } from '../detector.js';

/* A number in source code or arithmetic is one that somebody computes with, whatever check digit it has by chance. */

const OPERAND = String.raw`[\w\])][ \t]{0,2}`;
const COMPUTED = new RegExp(
  [
    String.raw`(?<=${OPERAND}(?:[-+*/%&|^:!<>=]{0,2}=|\*\*?|\+|%|<<|>>)[ \t]{1,8}-?)`, // `x = …`, `3 * …`
    String.raw`(?<=\b(?:return|yield)[ \t]{1,4}-?)`,
    // `Decimal(…`, `f(x, g(y), …`: a name and its bracket, which is still open, and no quoted text, as records have it
    String.raw`(?<=[\w\]](?<!\bvalues)\({1,3}(?:[^()"'\x60\r\n]|\([^()"'\x60\r\n]{0,40}\)){0,80})`,
  ].join('|'),
  'iy',
);
const COMPUTES = /[ \t]?(?:\*\*?|\+|%|<<|[=!<>]=)[ \t]{0,2}[\w(-]/y;
/** `x=…;`, but not `a=…; b=…`, as cookies are written. */
const ENDS_STATEMENT = /(?<=[\w\])]=\d{1,19});[ \t]{0,8}(?:[\r\n]|$)/y;

const NUMBER = String.raw`[-+]?\d[\d._]{0,30}`;
/** The numbers beside it in brackets, or on a line of which a comma is the end: nothing else is between them. */
const LISTED_BEFORE = new RegExp(
  String.raw`(?<=(?:(?<!\bvalues\s{0,8})[[({]\s{0,40}|(?:^|[\r\n])[ \t]{0,40})((?:${NUMBER},\s{0,40}){0,8})[-+]?)`,
  'iy',
);
const LISTED_BEHIND = new RegExp(String.raw`((?:,\s{0,40}${NUMBER}){0,8})(?:,?\s{0,40}[\])}]|,[ \t]{0,8}[\r\n])`, 'y');

/**
 * A number is a literal of a program.
 * @param isRecord whether the digits of a neighbour in a list make that a list of records
 */
export function isLiteral({ text, start, end }: Site, isRecord: (digits: string) => boolean): boolean {
  COMPUTED.lastIndex = start;
  COMPUTES.lastIndex = ENDS_STATEMENT.lastIndex = LISTED_BEHIND.lastIndex = end;
  if (COMPUTED.test(text) || COMPUTES.test(text) || ENDS_STATEMENT.test(text)) return true;
  const behind = LISTED_BEHIND.exec(text)?.[1];
  if (behind === undefined) return false;
  LISTED_BEFORE.lastIndex = start;
  const before = LISTED_BEFORE.exec(text)?.[1];
  const others = before === undefined ? [] : `${before}${behind}`.match(/\d[\d._]*/g);
  return others?.some((digits) => !isRecord(digits)) === true;
}
