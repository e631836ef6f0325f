/* Public keys and their names, which stand where a key could: nothing is given away with them. */

/** A fingerprint or id of an OpenPGP key: RFC 9580 section 5.5.4. GnuPG and git write capitals. */
const FINGERPRINT = /^(?:0x)?(?:[\dA-F]{8}|[\dA-F]{16}|[\dA-F]{40})$/;
const KEY_NAME = /signing ?key(?: id)?$/i;
/** The same in any case, where a command names a key by it: GnuPG, `apt-key`, `pacman-key`, `gcloud iam service-accounts keys`. */
const KEY_ID = /^(?:0x)?[\dA-F]{8,64}$/i;
const VERB = 'recv|receive|send|refresh|search|fetch|list|locate|check|export|delete|edit|sign|lsign|finger';
const ORDER = new RegExp(
  `(?:(?:^|--)(?:${VERB})(?:[ -]secret)?(?:[ -]and[ -]public)?[ -]keys|--(?:${VERB})-key| keys? (?:enable|disable|delete|revoke|describe|get))$`,
  'i',
);
/** @param label as it is written, or its words */
export const isOrderedKey = (text: string, label: string): boolean => KEY_ID.test(text) && ORDER.test(label);
/** A fingerprint by MD5, SHA-1 or SHA-256, as X.509 and SSH write it: RFC 4716 section 4. */
const PAIRS = /^(?:[\da-f]{2}:){15}(?:[\da-f]{2}:){0,16}[\da-f]{2}$/i;

/**
 * A text names the public key that something is signed with.
 * @param label as it is written: a name in capitals or with an underscore is a variable, and its value the key itself
 * @param isLoose whether only a space or a word stands between them: `using key …`
 */
export const isFingerprint = (text: string, label: string, isLoose: boolean): boolean =>
  PAIRS.test(text) ||
  isOrderedKey(text, label) ||
  (FINGERPRINT.test(text) && ((KEY_NAME.test(label) && !/SIGNING/.test(label)) || (isLoose && /keys?$/i.test(label))));

/**
 * How public keys of the usual kinds begin in base64: RFC 5280 section 4.1.2.7 and RFC 4253 section 6.6. PubNub's are in pages:
 * https://www.pubnub.com/docs/general/setup/account-setup
 */
const PUBLIC_KEY =
  /^(?:AAAA[BCE][23]|MFkwEwYHKoZIzj0|MHYwEAYHKoZIzj0|MIIBI[A-Za-z\d+/]{0,4}BgkqhkiG9w0BAQEF|MIGfMA0GCSqGSIb3|MCowBQYDK2V|(?:pub|sub)-c-[\da-f]{8}-)/;
export const isPublicKey = (text: string): boolean => PUBLIC_KEY.test(text);

/** An RSA key that is cut short: what private keys begin with is their modulus, which is public. RFC 8017 appendix A.1.2, RFC 5208. */
export const isBeginOfKey = (text: string): boolean => text.length < MODULUS && RSA_KEY.test(text);
const RSA_KEY = /^MII[A-Za-z\d+/]{3}(?:IBAAKC|IBADANBgkqhkiG9w0BAQEF)/;
/** The shortest that is in use has 1,024 bits; with its head, in characters of base64. */
const MODULUS = 160;
