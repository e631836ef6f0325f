import type { Hit, Rule } from '../../detector.js';
import { filtered, matchAt } from '../../rules/verify.js';
import { isVaried } from '../../validators/randomness.js';

/*
 * MD5 of a user, a realm and a password, which is as good as the password where Digest authentication is used
 * (RFC 7616, 3.4.2), and the salted MD5 that forums and shops kept. Nothing but their place in a line tells them from
 * other digests.
 */

const isDrawn = (value: string): boolean => isVaried(value.slice(0, 32), 2.7) && /\d/.test(value);

/** The end of the 32 hex digits behind a colon, if no more and no fewer stand there. */
const DIGITS = 32;
function isDigest(text: string, start: number): boolean {
  if (isHex(text.charCodeAt(start + DIGITS)) || !isHex(text.charCodeAt(start + DIGITS - 1))) return false;
  for (let at = start; at < start + DIGITS; at++) if (!isHex(text.charCodeAt(at))) return false;
  return true;
}
const isHex = (code: number): boolean => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);

// https://httpd.apache.org/docs/2.4/programs/htdigest.html: a line of `user:realm:hash`
const BEFORE = /(?:^|[\r\n"'])([A-Za-z_][\w.@-]{0,63}):([A-Za-z][\w.@ -]{1,63}):$/;
/** These stand before a digest in lists of them, and are no realm. */
const OTHERS =
  /^(?:md5|sha|etag|hash|digest|checksum|id|key|commit|version|tag|v?\d)|(?:^|[ _.-])(?:md5|sha\d{0,3}|sum|hash|id|etag|digest|version)$/i;
const LINE_END = /^(?:[\r\n"']|\\n|$)/;
// https://hashcat.net/wiki/doku.php?id=example_hashes, 11, 21, 2611 and 2711: the salt stands behind it
const USER = /(?:^|[\r\n"'])[A-Za-z_][\w.@-]{0,63}:$/;
const SALT =
  /^:((?=[A-Za-z\d]{0,30}[a-z])(?=[A-Za-z\d]{0,30}[A-Z])(?=[A-Za-z\d]{0,30}\d)[A-Za-z\d]{16,32})(?:[\r\n"']|\\n|$)/;
const NEAR = 160;

const readLine: Rule['verify'] = ({ text, start }): Hit | undefined => {
  const from = start + 1;
  if (!isDigest(text, from)) return undefined;
  const end = from + DIGITS;
  const before = text.slice(Math.max(0, from - NEAR), from);
  const behind = text.slice(end, end + 40);
  const [, user = '', realm = ''] = BEFORE.exec(before) ?? [];
  const isOfRealm = realm !== '' && !OTHERS.test(realm) && !OTHERS.test(user) && LINE_END.test(behind);
  const isSalted = USER.test(before) && SALT.test(behind);
  return (isOfRealm || isSalted) && isDrawn(text.slice(from, end)) ? { start: from, end, confidence: 0.85 } : undefined;
};

// https://opensips.org/html/docs/modules/3.4.x/auth_db.html, https://www.kamailio.org/docs/modules/stable/modules/auth_db.html,
// https://docs.asterisk.org/Configuration/Channel-Drivers/SIP/, https://developer.signalwire.com/freeswitch/
const SIP =
  /[ "',(]?(?<![a-z\d])(?:ha1b?|ha1_(?:md5|sha256|sha512t256)|md5_cred|md5secret|a1-hash)["']?(?:\s{0,8}[:=>]{1,2}\s{0,4}|\s{1,4}value=)["']?([a-f\d]{32}(?:[a-f\d]{32})?)(?![a-f\d])/iy;

// https://docs.wildfly.org/34/Admin_Guide.html#add-user-utility: a line of `user=hash`
const USERS = /(?<![\w.@-])[\w.@-]{1,64}=([a-f\d]{32})(?![\w-])/gi;
const AROUND = 600;
const readUsers: Rule['verify'] = ({ text, start }) => {
  const from = Math.max(0, start - AROUND);
  const found = [...text.slice(from, start + AROUND).matchAll(USERS)].flatMap(({ index, 0: whole, 1: value = '' }) => {
    const end = from + index + whole.length;
    return isDrawn(value) ? [{ start: end - value.length, end }] : [];
  });
  const [first, ...others] = found;
  return first && { ...first, confidence: 0.85, others };
};

/**
 * How a digest begins behind a colon, up to its first letter. Three of four have one among their first three digits; to
 * look for the others at each time of day would cost a fifteenth of all that is done for a log.
 */
const LETTERS = Array.from('abcdef');
const DIGITS_BEFORE = [
  '',
  ...Array.from({ length: 10 }, (_, digit) => String(digit)),
  ...Array.from({ length: 100 }, (_, digits) => String(digits).padStart(2, '0')),
];
const BEGINS = DIGITS_BEFORE.flatMap((digits) => LETTERS.map((letter) => `:${digits}${letter}`));

export const REALMS: readonly Rule[] = [
  { anchors: BEGINS, verify: readLine },
  {
    anchors: [' ha1', '"ha1', "'ha1", ',ha1', '(ha1', 'ha1b', 'md5_cred', 'md5secret', 'a1-hash'],
    verify: filtered(matchAt(SIP, 0.85), isDrawn),
  },
  { anchors: ['ManagementRealm', 'ApplicationRealm', 'mgmt-users', 'application-users'], verify: readUsers },
];
