import type { Family, Rule } from '../detector.js';
import { filtered, matchAround, matchAt, SURE } from '../rules/verify.js';
import { entropyOf, looksRandom } from '../validators/randomness.js';

/*
 * Private keys as files have them, whole or cut, on many lines or on one, with line ends or with `\n`, in a string of
 * code or quoted in a mail. Labels and headers: RFC 7468, RFC 1421 section 4.6, RFC 9580 section 6.2, RFC 4716;
 * https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key. What is not base64, as `...` or `MY KEY`, is no key.
 */

const BEGIN = /-{4,5} ?BEGIN[ +](?:[A-Z\d]{1,10}[ +]){0,3}$/;
const LINE_END = String.raw`(?:\s|\\{1,2}[nrt]|["'+,>#|\\]){1,40}`;
/** The dashes, up to eight headers such as `DEK-Info: …`, and base64 with whatever makes lines of it. No dash ends it but that of the last line. */
const BODY = new RegExp(
  String.raw`PRIVATE[ +]KEY(?:[ +]BLOCK)? ?-{4,5}(?:${LINE_END}[A-Z][A-Za-z-]{2,24}: [^\r\n\\]{1,120}){0,8}` +
    String.raw`([A-Za-z\d+/=\s\\"',>#|]{40,20000})(?:-{4,5} ?END[ +][A-Z\d +]{0,40}PRIVATE[ +]KEY(?:[ +]BLOCK)? ?-{4,5})?`,
  'y',
);
/** Prose about keys has words in it, and no lines. */
const LINE = /^(?:[^A-Za-z\d]|\\[nrt]){0,40}[A-Za-z\d+/=]{24}/;
const LONGEST_BEGIN = 48;

const readArmour: Rule['verify'] = ({ text, start }) => {
  const from = Math.max(0, start - LONGEST_BEGIN);
  const before = text.slice(from, start);
  const begin = before.includes('BEGIN') ? BEGIN.exec(before) : null;
  if (!begin) return undefined;
  BODY.lastIndex = start;
  const match = BODY.exec(text);
  if (!match) return undefined;
  const [{ length }, body = ''] = match;
  const base64 = body.slice(0, 400).replace(/\\{1,2}[nrt]|[^A-Za-z\d+/=]/g, '');
  if (!LINE.test(body) || base64.length < 40 || entropyOf(base64) < 3.5) return undefined;
  return { start: from + begin.index, end: start + length, confidence: SURE };
};

/*
 * The same keys without a first line, as variables hold them: what the DER of RFC 5958 always begins with, in base64.
 * RSA: version 0 and rsaEncryption; EC on P-256, P-384, P-521: id-ecPublicKey and the curve; Ed25519 and X25519: RFC 8410.
 */
const DER = [
  /(?<=^|[^A-Za-z\d+/]|\\[nr])MII[A-Za-z\d+/]{2}[A-Za-z\d+/]IBADANBgkqhkiG9w0BAQEFAASC[A-Za-z\d+/\s]{40,20000}={0,2}/y,
  /(?<=^|[^A-Za-z\d+/]|\\[nr])MI(?:GHAgEAMBM|G2AgEAMBA|HuAgEAMBA)GByqGSM49AgEG[A-Za-z\d+/\s]{40,1000}={0,2}/y,
  /MC4CAQAwBQYDK2V[uw]BCIEI[A-Za-z\d+/]{43}=?/y,
];
const readDer: Rule['verify'] = (site) => {
  for (const pattern of DER) {
    const found = matchAt(pattern)(site);
    if (found) return found;
  }
  return undefined;
};

// https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html: the private part follows its number of lines.
const PUTTY = /Private-Lines: \d{1,4}(?:\\{1,2}[nr]|\s){1,4}[A-Za-z\d+/=\s\\]{20,20000}/y;

// RFC 8017 A.1.2 (PKCS #1) and RFC 7292 (PKCS #12), a sequence that begins with its version; RFC 5915 (SEC 1) on the same
// three curves; https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key: `openssh-key-v1`.
const PKCS = /(?<=(?:^|[^A-Za-z\d+/]|\\[nr])(MII[A-Za-z\d+/]{3}))IB(?:AAK[BC]|AzCC)[A-Za-z\d+/\s]{100,20000}={0,2}/y;
const SEC1 = /(?<=^|[^A-Za-z\d+/]|\\[nr])(?:MHcCAQEEI|MIGkAgEBBD|MIHcAgEBBE)[A-Za-z\d+/\s]{100,1000}={0,2}/y;
const OPENSSH = /(?<!b3BlbnNzaC1rZXktdjE[A-Za-z\d+/\s]{0,200})b3BlbnNzaC1rZXktdjE[A-Za-z\d+/\s]{100,20000}={0,2}/y;

// https://build.openvpn.net/man/openvpn-2.6/openvpn.8.html: lines of hex. https://jedisct1.github.io/minisign/
const OPENVPN =
  /-----BEGIN OpenVPN (?:Static|tls-crypt-v2 (?:client|server)) key(?: V1)?-----(?:\s|\\[nr]){1,4}[A-Za-z\d+/=\s\\]{100,2000}/y;
const MINISIGN = /minisign encrypted secret key(?:\s|\\[nr]){1,4}(RWRT[A-Za-z\d+/]{100,300}={0,2})/y;
// https://www.w3.org/TR/xmldsig-core1/#sec-RSAKeyValue, and what .NET adds to it
const XML = /<(?:D|P|Q|DP|DQ|InverseQ)>([A-Za-z\d+/\s]{40,1400}={0,2})(?=<\/)/y;

// RFC 7517, RFC 7518 section 6, RFC 8037: `d` of a key with two halves, `k` of a key with one.
const MEMBER = /\\?"[dk]\\?"\s{0,4}:\s{0,4}\\?"([\w-]{22,1400})(?=\\?")/y;
const KEY_TYPE = /\\?"kty\\?"\s{0,4}:/;
/** The largest distance of a member from its type: a modulus of 4096 bits and four primes are between them. */
const OBJECT = 2600;
const readMember = filtered(matchAt(MEMBER), (_, { text, start }) =>
  KEY_TYPE.test(text.slice(Math.max(0, start - OBJECT), start + OBJECT)),
);

/** A scalar of a curve or an exponent under the key `d`, in base64url without padding. */
const SCALARS: ReadonlySet<number> = new Set([43, 64, 86, 88, 171, 342, 512, 683]);
const readKeyed: Rule['verify'] = ({ text, start, end }) =>
  SCALARS.has(text.length) && /^[\w-]+$/.test(text) && looksRandom(text) ? { start, end, confidence: 0.85 } : undefined;

export const privateKeys: Family = {
  name: 'private-keys',
  detectors: [
    {
      id: 'private_key',
      title: 'a private key',
      group: 'secret',
      rules: [
        {
          anchors: ['PRIVATE KEY-', 'PRIVATE KEY -', 'PRIVATE KEY BLOCK-', 'PRIVATE+KEY-'],
          seams: true,
          verify: readArmour,
        },
        { anchors: ['MIIE', 'MIIC', 'MIIJ', 'MIGHAgEA', 'MIG2AgEA', 'MIHuAgEA', 'MC4CAQAw'], verify: readDer },
        { anchors: ['IBAAKB', 'IBAAKC', 'IBAzCC'], verify: matchAround(PKCS) },
        { anchors: ['MHcCAQEEI', 'MIGkAgEBBD', 'MIHcAgEBBE'], verify: matchAt(SEC1) },
        { anchors: ['b3BlbnNzaC1rZXktdjE'], verify: matchAt(OPENSSH) },
        { anchors: ['-----BEGIN OpenVPN '], verify: matchAt(OPENVPN) },
        { anchors: ['minisign encrypted secret key'], verify: matchAt(MINISIGN) },
        {
          anchors: ['<D>', '<DP>', '<InverseQ>'],
          verify: filtered(matchAt(XML), (value) => looksRandom(value.slice(0, 200))),
        },
        { anchors: ['"d":', '"d" :', '"d\\":', '"k":', '"k" :', '"k\\":'], verify: readMember },
        { key: /^d$/, verify: readKeyed },
        { anchors: ['Private-Lines: '], seams: true, verify: matchAt(PUTTY) },
      ],
    },
  ],
};
