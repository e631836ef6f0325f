import type { Hit, Rule, Site } from '../../detector.js';
import { isGivenPassword } from '../../rules/given-password.js';

/* The keys of users of SNMP (RFC 3414). */

/** `auth sha … priv aes 128 …`: one key for each, perhaps in hexadecimal digits that only the device can use. */
const USER =
  /snmp-server user (?:\S{1,64} ){1,3}?(?:v3 )?(?:encrypted )?auth (?:md5|sha(?:-?\d{3})?) (?:(?:encrypted|0|7) )?"?([^\s"']{6,136})"?(?: priv(?: (?:des(?:56)?|3des|aes(?:[ -]?\d{3})?))?(?: (?:encrypted|0|7))? "?([^\s"']{6,136}))?/iy;
const HUAWEI_USER =
  /authentication-mode (?:md5|sha\S{0,6}) (?!cipher)([^\s"']{6,136})(?: privacy-mode (?:des56|3des\S{0,4}|aes\d{3}) ([^\s"']{6,136}))?/iy;
// `createUser me SHA "…" AES "…"`
const CREATED =
  /createUser (?:-e \S{4,64} )?\S{1,64} (?:MD5|SHA(?:-\d{3})?) "?([^\s"']{6,136})"?(?: (?:DES|AES(?:-\d{3})?)(?: "?([^\s"']{6,136}))?)?/iy;
function readKeys(pattern: RegExp): (site: Site) => Hit | undefined {
  return ({ text, start }) => {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [whole, ...keys] = match;
    let from = start;
    const found = keys.flatMap((key: string | undefined) => {
      if (key === undefined) return [];
      const at = text.indexOf(key, from);
      from = Math.min(at + key.length, start + whole.length);
      return isGivenPassword(key) ? [{ start: at, end: at + key.length }] : [];
    });
    const [first, ...others] = found;
    return first && { ...first, confidence: 0.85, others };
  };
}

export const SNMP: readonly Rule[] = [
  { anchors: ['snmp-server user '], verify: readKeys(USER) },
  { anchors: ['authentication-mode '], verify: readKeys(HUAWEI_USER) },
  { anchors: ['createUser '], verify: readKeys(CREATED) },
];
