import { holdsRandom, looksRandom } from './randomness.js';

/* Outcomes of tests: `PASS: name` is no password, though `pass: …` is one. */

/** A file of tests, whose name may be a number of a bug: `gfortran.dg/pr105456-nmlr.f90`. */
const TEST_FILE = /^[\w.+/-]{1,200}[\w+-]\.[A-Za-z]\w{0,4}$/;
const isNamedByPeople = (name: string): boolean =>
  TEST_FILE.test(name) ? !name.split(/[^A-Za-z\d]+/).some((part) => looksRandom(part)) : !holdsRandom(name);

/** The name of a test has words, numbers and dates: `tree-ssa/pr12345.c`, `20000112-1.c`. */
const TEST_NAME = /^\.?[\p{L}\d_][\p{L}\d_.,:=/\\+#@[\]()'"-]*$/u;
/** A status at the begin of a line, perhaps behind the time or the name of a container: DejaGnu, automake, `go test`. */
const STATUS = new RegExp(
  // Lines of a program that prints JSON end and begin with escapes, numbers and colours.
  '(?:^|[\\r\\n"]|\\\\[nrt])[^\\S\\r\\n]{0,16}(?:\\d{1,6}[\\t:|] ?)?' +
    '(?:[\\dTZ:.+-]{8,35}[ \\t]{1,4}(?:[\\dTZ:.+-]{8,35}[ \\t]{1,4})?|[\\w.-]{1,40}[ \\t]{0,8}\\|[ \\t]{1,4}|\\[[\\w./-]{1,60}\\] |[+>#*-] ?)?' +
    '(?:\\u001b\\[[\\d;]{0,8}m)?(?:--- )?X?$',
);
/** Perhaps coloured. */
const PASSED = /^PASS(?:\p{Cc}\[[\d;]{0,8}m)?:/u;
/** `go test` writes these behind a name, and before it: no label has this form, wherever it stands. */
const GO_BEFORE = /--- $/;
const GO_NAME = /^(?:Test|Benchmark|Example|Fuzz)(?:[A-Z_][a-z\d]{1,24}){1,8}\d{0,4}(?:\/[\w#-]{1,60})?$/;
const GO_AFTER = /^[^\s]{1,200} \(\d{1,6}\.\d\ds\)/;
/** The line before, or the next: outcomes stand in rows. */
const OUTCOME_BEFORE =
  /(?:^|[\r\n])[ \t]{0,8}(?:X?PASS|[XK]?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR):? [^\r\n]{0,120}\r?\n$/;
const OUTCOME_BEHIND =
  /^[^\r\n]{0,200}\r?\n[ \t]{0,8}(?:X?PASS|[XK]?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR):? /;
/** Some in a row of names look drawn at random; all of a password would. */
const CERTAINLY_DRAWN = 9;
const isNamedInRow = (name: string): boolean =>
  !name.split(/[^A-Za-z\d]+/).some((part) => looksRandom(part, CERTAINLY_DRAWN));
/** A line before it that gives a user goes with a password. */
const LOGIN_LINE =
  /(?:user|login|e-?mail|account|host|name)\w{0,12}["']?[ \t]{0,4}[:=][^\r\n]{0,80}[\r\n]{1,2}[^\r\n]{0,60}$/i;
const LINE = 160;

/**
 * `PASS` is the outcome of a test there and the text its name.
 * @param start of the word in the text around it
 */
export function isTestName(name: string, around: string, start: number): boolean {
  if (!PASSED.test(around.slice(start, start + 16))) return false;
  const before = around.slice(Math.max(0, start - LINE), start);
  const isInRow = OUTCOME_BEFORE.test(before) || OUTCOME_BEHIND.test(around.slice(start, start + 2 * LINE));
  if (isInRow ? !isNamedInRow(name) : !TEST_NAME.test(name) || !isNamedByPeople(name)) return false;
  if (GO_BEFORE.test(before) && GO_NAME.test(name)) return true;
  if (GO_BEFORE.test(before) && GO_AFTER.test(around.slice(start + 'PASS: '.length, start + LINE))) return true;
  return STATUS.test(before) && (isInRow || !LOGIN_LINE.test(before));
}
