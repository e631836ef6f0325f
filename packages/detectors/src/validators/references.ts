import { holdsRandom, looksRandom } from './randomness.js';

/*
 * Names of things, which stand where a secret could: nothing is given away with them. A name has no part that was
 * drawn at random, except ids whose form differs from that of secrets; so no secret passes as a step of one.
 */

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** A key of several regions: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
const KMS_KEY = /^mrk-[\da-f]{32}$/;
/** Six characters that AWS puts behind the name of a secret. */
const DRAWN_END = /-[A-Za-z\d]{6}$/;
const isStep = (step: string): boolean =>
  step.length < 8 || UUID.test(step) || KMS_KEY.test(step) || !holdsRandom(step.replace(DRAWN_END, ''));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
const ARN = /^arn:aws(?:-[a-z-]{2,10})?:[a-z\d-]{2,40}:[a-z\d-]{0,24}:(?:\d{12}|aws)?:(?=.)/;
// RFC 8141
const URN = /^urn:[a-z\d][a-z\d-]{1,31}:/i;
const PATH = /^(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?=[\w.-])/;
// https://www.twilio.com/docs/usage/requests-to-twilio: two letters and 32 hex digits are a `SID`, which names a thing.
const TWILIO_PATH =
  /^\/2010-04-01\/Accounts\/AC[\da-f]{32}(?:\/[A-Za-z]{1,40}(?:\/[A-Z]{2}[\da-f]{32})?){0,6}(?:\.json)?$/;
// https://cloud.google.com/secret-manager/docs/reference/rest
const GOOGLE_NAME = /^projects\/[\w-]{1,64}\/(?:secrets|locations)\/[\w/-]{1,200}$/;
// passwd(5) and group(5): the password is elsewhere.
const ACCOUNT_LINE = /^[a-z_][\w.-]{0,31}\$?:(?:x|\*|!{1,2}|\*LK\*)?:\d{1,10}:/;

/** In characters. Longer ones are rare, and a flood of them is costly. */
const MAX_NAME = 512;

/** Whether a text names a thing: an ARN, a path, a URN, a resource, a line of passwd(5). */
export function isReference(text: string): boolean {
  if (text.length > MAX_NAME) return false;
  if (TWILIO_PATH.test(text)) return true;
  const hasForm =
    KEY_URI.test(text) ||
    ARN.test(text) ||
    URN.test(text) ||
    PATH.test(text) ||
    GOOGLE_NAME.test(text) ||
    ACCOUNT_LINE.test(text);
  return hasForm && text.split(/[:/\\;=&]/).every(isStep);
}

// RFC 7512, https://www.gnutls.org/manual/html_node/TPM-keys.html: where a key is kept, unless it says the PIN as well.
const KEY_URI = /^(?:pkcs11|tpmkey):(?!.{0,400}pin-value=)/i;

/** The begin of an ARN up to a word in it: `arn:aws:secretsmanager:us-east-1:123456789012:secret:`. */
const ARN_BEGIN = /arn:aws[a-z-]{0,11}:[\w:/+=,.@-]{1,120}$/;
const MAX_ARN = 140;

/** Whether what stands behind a colon is a step of an ARN that begins before it: `secret:` in one labels nothing. */
export function isEndOfArn(value: string, around: string, start: number): boolean {
  const [begin] = ARN_BEGIN.exec(around.slice(Math.max(0, start - MAX_ARN), start)) ?? [];
  return begin !== undefined && isReference(begin + value);
}

/** Of RFC 9562, by its version: what a client draws so that one request is done once. */
const DRAWN_UUID = /^[\da-f]{8}-[\da-f]{4}-[147][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;
const REQUEST_WORDS =
  /(?:^| )(?:client|client request|request|creation|creator request|idempotency|lifecycle action) (?:token|key)$/;

/**
 * Whether a text is a UUID that only distinguishes requests. Under any other name it may be a key.
 * @param label its words
 */
export const isRequestId = (text: string, label: string): boolean => DRAWN_UUID.test(text) && REQUEST_WORDS.test(label);

/** A fingerprint or id of an OpenPGP key: RFC 9580 section 5.5.4. GnuPG and git write capitals. */
const FINGERPRINT = /^(?:0x)?(?:[\dA-F]{8}|[\dA-F]{16}|[\dA-F]{40})$/;
const KEY_NAME = /signing ?key(?: id)?$/i;
/** Of MD5, SHA-1 or SHA-256, as X.509 and SSH write it: RFC 4716 section 4. */
const PAIRS = /^(?:[\da-f]{2}:){15}(?:[\da-f]{2}:){0,16}[\da-f]{2}$/i;

/**
 * Whether a text names the public key that something is signed with.
 * @param label as it is written: a name in capitals or with an underscore is a variable, and its value the key itself
 * @param isLoose whether only a space or a word stands between them: `using key …`
 */
export const isFingerprint = (text: string, label: string, isLoose: boolean): boolean =>
  PAIRS.test(text) ||
  (FINGERPRINT.test(text) && ((KEY_NAME.test(label) && !/SIGNING/.test(label)) || (isLoose && /key$/i.test(label))));

/** RFC 5280 section 4.1.2.7 and RFC 4253 section 6.6: how public keys of the usual kinds begin in base64. */
const PUBLIC_KEY =
  /^(?:AAAA[BCE][23]|MFkwEwYHKoZIzj0|MHYwEAYHKoZIzj0|MIIBI[A-Za-z\d+/]{0,4}BgkqhkiG9w0BAQEF|MIGfMA0GCSqGSIb3|MCowBQYDK2V)/;
export const isPublicKey = (text: string): boolean => PUBLIC_KEY.test(text);

/** A file of tests, whose name may be a number of a bug: `gfortran.dg/pr105456-nmlr.f90`. */
const TEST_FILE = /^[\w.+/-]{1,200}[\w+-]\.[A-Za-z]\w{0,4}$/;
const isNamedByPeople = (name: string): boolean =>
  TEST_FILE.test(name) ? !name.split(/[^A-Za-z\d]+/).some((part) => looksRandom(part)) : !holdsRandom(name);

/** What of a test's name is words, numbers and dates: `tree-ssa/pr12345.c`, `20000112-1.c`. */
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
/** What `go test` writes behind a name, and before it: no label has this form, wherever it stands. */
const GO_BEFORE = /--- $/;
const GO_AFTER = /^[^\s]{1,200} \(\d{1,6}\.\d\ds\)/;
/** The line before, or the next: outcomes stand in rows. */
const OUTCOME_BEFORE =
  /(?:^|[\r\n])[ \t]{0,8}(?:X?PASS|[XK]?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR):? [^\r\n]{0,120}\r?\n$/;
const OUTCOME_BEHIND =
  /^[^\r\n]{0,200}\r?\n[ \t]{0,8}(?:X?PASS|[XK]?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR):? /;
/** Of a row of names some look drawn at random; of a password all of it would. */
const CERTAINLY_DRAWN = 9;
const isNamedInRow = (name: string): boolean =>
  !name.split(/[^A-Za-z\d]+/).some((part) => looksRandom(part, CERTAINLY_DRAWN));
/** A line before it that gives a user goes with a password. */
const LOGIN_LINE =
  /(?:user|login|e-?mail|account|host|name)\w{0,12}["']?[ \t]{0,4}[:=][^\r\n]{0,80}[\r\n]{1,2}[^\r\n]{0,60}$/i;
const LINE = 160;

/**
 * Whether `PASS` is the outcome of a test there and the text its name.
 * @param start of the word in the text around it
 */
export function isTestName(name: string, around: string, start: number): boolean {
  if (!PASSED.test(around.slice(start, start + 16)) || !TEST_NAME.test(name)) return false;
  const before = around.slice(Math.max(0, start - LINE), start);
  const isInRow = OUTCOME_BEFORE.test(before) || OUTCOME_BEHIND.test(around.slice(start, start + 2 * LINE));
  if (isInRow ? !isNamedInRow(name) : !isNamedByPeople(name)) return false;
  if (GO_BEFORE.test(before) && GO_AFTER.test(around.slice(start + 'PASS: '.length, start + LINE))) return true;
  return STATUS.test(before) && (isInRow || !LOGIN_LINE.test(before));
}
