import type { Family, Rule } from '../detector.js';
import { filtered, matchAround, SURE } from '../rules/verify.js';
import { looksRandom } from '../validators/randomness.js';

/*
 * JSON web tokens, signed (RFC 7515 section 3.1: header.payload.signature, the last empty where `alg` is `none`) and
 * encrypted (RFC 7516 section 3.1: five parts, the second empty if the key is agreed on). A header says its `alg`.
 */
const TOKEN =
  /e[\w-]{10,1000}\.(?:[\w-]{0,2000}\.[\w-]{4,200}\.[\w-]{1,20000}\.[\w-]{8,100}|[\w-]{2,20000}\.[\w-]{0,2000})/y;
/** How an object with a name in it begins: nothing more is read of what does not. */
const OBJECT = /^\{\s{0,4}"[a-z\d#]{1,20}"\s?:/;
const ALGORITHM = /"alg"\s{0,4}:/;

const decode = (text: string): string => Buffer.from(text, 'base64url').toString('latin1');

const readToken: Rule['verify'] = ({ text, start }) => {
  // A header in the midst of another was read with it; without this, `eyJeyJ…` would be read again and again.
  const before = text.slice(Math.max(0, start - 48), start);
  if (before.lastIndexOf('eyJ') > before.lastIndexOf('.') && /eyJ[\w-]*$/.test(before)) return undefined;
  if (!OBJECT.test(decode(text.slice(start, start + 36)))) return undefined;
  TOKEN.lastIndex = start;
  const token = TOKEN.exec(text)?.[0];
  if (token === undefined || !ALGORITHM.test(decode(token.slice(0, token.indexOf('.'))))) return undefined;
  return { start, end: start + token.length, confidence: SURE };
};

// https://github.com/paseto-standard/paseto-spec
const PASETO = /(?<=(v[1-4]|k[1-4]))\.(?:local|public|secret)\.[\w-]{43,8000}(?:\.[\w-]{2,2000})?(?![\w-])/y;

export const jwt: Family = {
  name: 'jwt',
  detectors: [
    {
      id: 'jwt',
      title: 'a JSON web token',
      group: 'secret',
      // `{"`, and with a space or a line end between
      rules: [{ anchors: ['eyJ', 'eyAi', 'ewog', 'ew0K'], seams: true, verify: readToken }],
    },
    {
      id: 'paseto',
      title: 'a PASETO token or key',
      group: 'secret',
      rules: [
        {
          anchors: ['.local.', '.public.', '.secret.'],
          verify: filtered(matchAround(PASETO), (value) => looksRandom(value.slice(0, 200))),
        },
      ],
    },
  ],
};
