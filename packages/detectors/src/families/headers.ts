import type { Family, Rule } from '../detector.js';
import { isDefaultLogin } from '../validators/development-defaults.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { isPublicLogin } from '../validators/public-logins.js';
import { BEHIND_COLON, BEHIND_EQUALS } from '../rules/gaps.js';
import { entropyOf, isWritten, looksRandom, randomnessOf } from '../validators/randomness.js';

/*
 * These log in over HTTP. `Authorization`: RFC 9110 section 11.6.2, with the schemes Basic (RFC 7617), Bearer (RFC
 * 6750) and any other; cookies that hold a session: RFC 6265 and the names that frameworks give them.
 */

const QUOTES = String.raw`(?:\\{0,3}["'\x60]){0,2}`;
const HEADER = new RegExp(
  String.raw`authorization${QUOTES}[\])]?\s{0,3}(?:=>?${BEHIND_EQUALS}|:${BEHIND_COLON}|,\s{0,3}|[ \t]{1,3}(?=["']))${QUOTES}(?:([A-Za-z][\w-]{1,24})\s{1,4}(?:[a-z]{1,10}=)?["'\\]{0,2})?(<[^\s"'\x60,;<>\\]{6,512}>|[^\s"'\x60,;<>\\]{6,4096})`,
  'iy',
);
const BASIC = /basic[ \t]{1,4}(?:\\?["'])?([A-Za-z\d+/]{6,1024}={0,2})(?![\w+/=])/iy;
const BEARER = /bearer[ \t]{1,4}([\w.~+/-]{16,4096}={0,2})(?![\w+/=])/iy;

/** Printable text with a colon in it, and not `user:password`. */
export function isLogin(base64: string): boolean {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  const [, user = '', password = ''] = LOGIN.exec(text) ?? [];
  if (isDefaultLogin(base64)) return user + password !== '';
  return (
    user + password !== '' &&
    !isPublicLogin(user, password) &&
    !(isPlaceholder(password) || password === user || (password === '' && (isPlaceholder(user) || isWritten(user))))
  );
}
const LOGIN = /^([!-9;-~]{0,256}):([ -~]{0,256})$/;

/** A value that says no login which could be judged. */
const isOpaque = (value: string): boolean =>
  value.length >= 40 &&
  looksRandom(value.slice(0, 200)) &&
  !isPlaceholder(value.slice(value.indexOf(':') + 1)) &&
  !LOGIN.test(Buffer.from(value, 'base64').toString('latin1'));

/** Words are no tokens: `Authorization: required`. */
const isToken = (text: string): boolean =>
  text.length >= 8 &&
  !isPlaceholder(text) &&
  !text.includes('(') &&
  /\d/.test(text) &&
  randomnessOf(text) > 0 &&
  entropyOf(text) > 2;

const readHeader: Rule['verify'] = ({ text, start }) => {
  HEADER.lastIndex = start;
  const [whole = '', scheme = '', value = ''] = HEADER.exec(text) ?? [];
  if (text.slice(Math.max(0, start - 40), start).includes('::')) return undefined; // a type of CloudFormation
  const isBasic = scheme.toLowerCase() === 'basic';
  if (isBasic ? !isLogin(value) && !isOpaque(value) : !isToken(value)) return undefined;
  const end = start + whole.length;
  return { start: end - value.length, end, confidence: 0.9 };
};

/** The value of a header, under its name. */
const KEYED = /^\s{0,4}(?:([A-Za-z][\w-]{1,24})\s{1,4})?([^\s"']{8,4096})\s{0,4}$/;
const readKeyed: Rule['verify'] = ({ text }) => {
  const [, scheme = '', value = ''] = KEYED.exec(text) ?? [];
  const isLoggingIn =
    scheme.toLowerCase() === 'basic'
      ? isLogin(value)
      : /\d/.test(value) && entropyOf(value) > 2 && !isPlaceholder(value);
  const start = text.lastIndexOf(value);
  return isLoggingIn ? { start, end: start + value.length, confidence: 0.9 } : undefined;
};

// https://developer.apple.com/documentation/foundation/nsmutableurlrequest/setvalue(_:forhttpheaderfield:)
const FIELD = /forHTTPHeaderField:\s{0,4}@?"[\w-]{0,40}(?:auth|key|secret|token|pat)[\w-]{0,16}"/iy;
const GIVEN = /"([^"\r\n\\]{8,512})",?\s{0,24}$/;
const readSet: Rule['verify'] = ({ text, start }) => {
  FIELD.lastIndex = start;
  if (!FIELD.test(text)) return undefined;
  const from = Math.max(0, start - 540);
  const match = GIVEN.exec(text.slice(from, start));
  if (!match) return undefined;
  const [, given = ''] = match;
  const token = given.slice(given.lastIndexOf(' ') + 1);
  const end = from + match.index + 1 + given.length;
  return isToken(token) ? { start: end - token.length, end, confidence: 0.9 } : undefined;
};

const readScheme =
  (pattern: RegExp, accept: (value: string) => boolean): Rule['verify'] =>
  ({ text, start }) => {
    pattern.lastIndex = start;
    const [whole = '', value = ''] = pattern.exec(text) ?? [];
    const end = start + whole.length;
    return accept(value) ? { start: end - value.length, end, confidence: 0.85 } : undefined;
  };

// PHP, Java servlets, ASP.NET, Express, Django, Laravel, Rails, Symfony, Flask, and what others call it.
const SESSION_NAMES =
  'PHPSESSID= JSESSIONID= ASP.NET_SessionId= .AspNetCore.Cookies= ASPXAUTH= connect.sid= sessionid= session_id= _session= session= session-token= remember_token= sid='.split(
    ' ',
  );
const SESSION = /[\w.-]{3,24}=\\?["']?([\w%.+/:~|-]{16,4096})/y;
/** `TWILIO_ACCOUNT_SID=…` is no cookie. */
const IN_NAME = /^sid[^-]*$/i;
const readSession: Rule['verify'] = ({ text, start, end: past }) => {
  if (IN_NAME.test(text.slice(start, past)) && /\w/.test(text.charAt(start - 1))) return undefined;
  SESSION.lastIndex = start;
  const [whole = '', value = ''] = SESSION.exec(text) ?? [];
  const end = start + whole.length;
  return looksRandom(value.slice(0, 200)) && !isPlaceholder(value)
    ? { start: end - value.length, end, confidence: 0.85 }
    : undefined;
};

export const headers: Family = {
  name: 'headers',
  detectors: [
    {
      id: 'auth_header',
      title: 'an Authorization header',
      group: 'secret',
      generic: true,
      rules: [
        { anchors: ['authorization'], verify: readHeader },
        { key: /\bauthorization$/, verify: readKeyed },
        { anchors: ['forhttpheaderfield'], verify: readSet },
        { anchors: ['basic '], verify: readScheme(BASIC, isLogin) },
        {
          anchors: ['bearer '],
          verify: readScheme(BEARER, (value) => looksRandom(value.slice(0, 200)) && !isPlaceholder(value)),
        },
      ],
    },
    {
      id: 'session_cookie',
      title: 'a session cookie',
      group: 'secret',
      generic: true,
      rules: [{ anchors: SESSION_NAMES, verify: readSession }],
    },
  ],
};
