import { holdsRandom } from './randomness.js';

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
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html: the id of a key is found by itself.
const SCOPE = /^[A-Z\d]{16,24}(?:%2F|\/)\d{8}(?:%2F|\/)[a-z\d-]{3,24}(?:%2F|\/)[a-z\d-]{2,32}(?:%2F|\/)aws\d_request$/i;
// passwd(5) and group(5): the password is elsewhere.
const ACCOUNT = String.raw`(?:x|\*|!{1,2}|\*LK\*)?:\d{1,10}:`;
const ACCOUNT_LINE = new RegExp(String.raw`^[a-z_][\w.-]{0,31}\$?:${ACCOUNT}`);
const BEHIND_USER = new RegExp(`^${ACCOUNT}`);

/** In characters. Longer ones are rare, and a flood of them is costly. */
const MAX_NAME = 512;

/** A text names a thing: an ARN, a path, a URN, a resource, a line of passwd(5). */
export function isReference(text: string): boolean {
  if (text.length > MAX_NAME) return false;
  if (TWILIO_PATH.test(text) || SCOPE.test(text)) return true;
  const hasForm =
    KEY_URI.test(text) ||
    ARN.test(text) ||
    URN.test(text) ||
    PATH.test(text) ||
    GOOGLE_NAME.test(text) ||
    ACCOUNT_LINE.test(text);
  return hasForm && text.split(/[:/\\;=&]/).every(isStep);
}

/** A text is what stands behind the name of a line of passwd(5), wherever the line begins. */
export const isEndOfAccount = (text: string): boolean => BEHIND_USER.test(text) && isReference(`user:${text}`);

// RFC 7512, https://www.gnutls.org/manual/html_node/TPM-keys.html: where a key is kept, unless it says the PIN as well.
const KEY_URI = /^(?:pkcs11|tpmkey):(?!.{0,400}pin-value=)/i;

/**
 * Names of a folder or of a program that end in a word for a password, in POSIX, git and OpenSSH. `DB_PWD` and the `;PWD=`
 * of a connection string or a query are others. What stands right before one in small letters ends the variable before it.
 */
const NAME_OF_PLACE =
  /(?:(?<![A-Z_.-]|[;&?][ \t]{0,8})(?:OLD)?PWD|(?<![\w.-]|[;&?][ \t]{0,8})(?:old)?pwd|(?<=\benv\.)PWD|(?:GIT|SSH|SUDO)_ASKPASS)[ \t]?=?$/;
const PLACE = /^(?:~|\.{1,2}|(?:[A-Za-z]:)?[/\\]{1,2}([A-Za-z][\w.-]{0,31}))[/\\][\w.@~:/\\ -]*(?:=[\w.@~:/\\ -]+)*$/;

/**
 * A path stands behind a name for a place: `OLDPWD=/tmp/tmp.3SvOHSoTYI`. A step of it may be drawn at random, but not
 * the first.
 * @param name as it is written, perhaps with what stands before it
 */
export function isPlace(text: string, name: string): boolean {
  const match = NAME_OF_PLACE.test(name) ? PLACE.exec(text) : null;
  return match !== null && isStep(match[1] ?? '');
}

/** The begin of an ARN up to a word in it: `arn:aws:secretsmanager:us-east-1:123456789012:secret:`. */
const ARN_BEGIN = /arn:aws[a-z-]{0,11}:[\w:/+=,.@-]{1,120}$/;
const MAX_ARN = 140;

/** The text behind a colon is a step of an ARN that begins before it: `secret:` in one labels nothing. */
export function isEndOfArn(value: string, around: string, start: number): boolean {
  const [begin] = ARN_BEGIN.exec(around.slice(Math.max(0, start - MAX_ARN), start)) ?? [];
  return begin !== undefined && isReference(begin + value);
}

/** A UUID of RFC 9562, by its version: a client draws one so that one request is done once. */
const DRAWN_UUID = /^[\da-f]{8}-[\da-f]{4}-[147][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;
const REQUEST_WORDS =
  /(?:^| )(?:client|client request|request|creation|creator request|idempotency|lifecycle action) (?:token|key)$/;

/**
 * A text is a UUID that only distinguishes requests. Under any other name it may be a key.
 * @param label its words
 */
export const isRequestId = (text: string, label: string): boolean => DRAWN_UUID.test(text) && REQUEST_WORDS.test(label);
