import type { Family } from '../detector.js';
import { matchAround, matchAt } from '../rules/verify.js';

/*
 * Hashed passwords, which an attacker can guess at offline. Modular crypt formats as crypt(5) of libxcrypt lists them;
 * PHC strings: https://github.com/P-H-C/phc-string-format; the others name their source.
 */

const END = '(?![A-Za-z0-9./+=])';
const B64 = '[A-Za-z0-9./]';
const BCRYPT = new RegExp(String.raw`\$2[abxy]?\$\d\d\$${B64}{53}${END}`, 'y');
const CRYPT = new RegExp(
  String.raw`\$(?:1|5|6|apr1|md5)\$(?:rounds=\d{1,9}\$)?[^\s$:*"'\\]{1,16}\$(?:${B64}{22}|${B64}{43}|${B64}{86})${END}`,
  'y',
);
const YESCRYPT = new RegExp(String.raw`\$(?:y|gy|7)\$(?:${B64}{1,40}\$)?${B64}{1,90}\$${B64}{43}${END}`, 'y');
/** Parameters, salt and hash. */
const PHC =
  /\$(?:argon2(?:id|i|d)|scrypt|pbkdf2(?:-\w{1,10})?|bcrypt-sha256)\$[\w=,.$-]{1,64}\$[A-Za-z0-9+/.]{8,128}={0,2}\$[A-Za-z0-9+/.]{16,256}={0,2}/y;
// https://docs.djangoproject.com/en/5.2/topics/auth/passwords/, https://werkzeug.palletsprojects.com/en/stable/utils/
const PYTHON =
  /(?:pbkdf2_sha(?:1|256)\$\d{1,8}|bcrypt_sha256\$|pbkdf2:sha(?:1|256|512):\d{1,8}|scrypt:\d{1,7}:\d{1,2}:\d{1,2})\$[^\s$"']{1,64}\$[\w+/=]{27,256}/y;
// RFC 2307 section 5.3; `{SSHA512}` and its like came with OpenLDAP.
const LDAP = /\{S?SHA(?:256|384|512)?\}[A-Za-z0-9+/]{27,200}={0,2}/y;
// https://openwall.com/phpass/
const PHPASS = /\$[PH]\$[./0-9A-Za-z]{31}(?![./0-9A-Za-z])/y;
// A line of pwdump: name, RID, LM hash, NT hash. https://attack.mitre.org/techniques/T1003/002/
const NTLM = /(?<=(:[a-f\d]{32}:[a-f\d]{32})):::/iy;

export const passwordHashes: Family = {
  name: 'password-hashes',
  detectors: [
    {
      id: 'password_hash',
      title: 'the hash of a password',
      group: 'secret',
      rules: [
        { anchors: ['$2a$', '$2b$', '$2x$', '$2y$'], seams: true, verify: matchAt(BCRYPT) },
        { anchors: ['$1$', '$5$', '$6$', '$apr1$', '$md5$'], seams: true, verify: matchAt(CRYPT) },
        { anchors: ['$y$', '$gy$', '$7$'], verify: matchAt(YESCRYPT) },
        { anchors: ['$argon2', '$scrypt$', '$pbkdf2', '$bcrypt-sha256$'], seams: true, verify: matchAt(PHC) },
        { anchors: ['pbkdf2_sha', 'bcrypt_sha256', 'pbkdf2:sha', 'scrypt:'], verify: matchAt(PYTHON) },
        { anchors: ['{SHA', '{SSHA'], verify: matchAt(LDAP) },
        { anchors: ['$P$', '$H$'], verify: matchAt(PHPASS) },
        { anchors: [':::'], verify: matchAround(NTLM) },
      ],
    },
  ],
};
