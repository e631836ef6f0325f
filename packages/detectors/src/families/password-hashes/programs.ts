import type { Rule } from '../../detector.js';
import { isGivenPassword } from '../../rules/given-password.js';
import { filtered, matchAt } from '../../rules/verify.js';
import { isPlaceholder } from '../../validators/placeholders.js';
import { isVaried, looksRandom } from '../../validators/randomness.js';

/* Hashes in a writing that one program has. */

const isDrawn = (value: string): boolean => isVaried(value, 3);
const isHex = (value: string): boolean => isVaried(value, 2.7);

// https://docs.docker.com/reference/compose-file/interpolation/: a dollar that is none of a variable is doubled.
const COMPOSED =
  /\$\$(?:2[abxy]?\$\$\d\d\$\$[A-Za-z0-9./]{53}|(?:1|5|6|apr1)\$\$(?:rounds=\d{1,9}\$\$)?[A-Za-z0-9./]{1,16}\$\$(?:[A-Za-z0-9./]{86}|[A-Za-z0-9./]{43}|[A-Za-z0-9./]{22})|argon2(?:id|i|d)\$\$[\w=,.$-]{1,64}\$\$[A-Za-z0-9+/]{8,128}\$\$[A-Za-z0-9+/]{16,256})(?![A-Za-z0-9./+=])/y;

// https://help.sap.com/docs/SAP_NETWEAVER_750/: `x-issha` of SHA-1, and its successors
const SAP = /\{x-is[A-Za-z\d]{2,8},? ?\d{2,7}\}[A-Za-z0-9+/]{24,200}={0,2}/y;
// https://confluence.atlassian.com/crowd/: PBKDF2 in a writing of its own
const ATLASSIAN = /\{PKCS5S2\}[A-Za-z0-9+/]{64}(?![A-Za-z0-9+/])/y;
// https://doc.dovecot.org/main/core/config/auth/schemes.html
const DOVECOT =
  /\{(?:(?:PLAIN-MD5|LDAP-MD5|DIGEST-MD5|NTLM|LANMAN|HMAC-MD5|CRAM-MD5|SHA256|SHA512|SSHA256|SSHA512)(?:\.hex)?\}[a-f\d]{32,144}|SCRAM-SHA-(?:1|256)\}\d{3,8},[A-Za-z0-9+/=]{12,64},[A-Za-z0-9+/=]{24,64},[A-Za-z0-9+/=]{24,64}|PBKDF2\}\$1\$[A-Za-z0-9./]{4,64}\$\d{3,8}\$[a-f\d]{40})(?![A-Za-z0-9+/=])/iy;
const DOVECOT_PLAIN = /\{(?:PLAIN|CLEARTEXT|CLEAR)\}([^\s"':;,{}]{6,128})/y;

// https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/: `#` and SHA-256, or `>` and the password
const ACL =
  /(?<=user \S{1,64} (?:[a-z][\w-]{1,24} ){0,4}?)(?:off|on|sanitize-payload) (?:#([a-f\d]{64})|>(\S{6,128}))(?=\s|["']|$)/iy;
const readAcl: Rule['verify'] = ({ text, start }) => {
  ACL.lastIndex = start + 1;
  const [whole, hash, password = ''] = ACL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const end = start + 1 + whole.length;
  if (hash !== undefined) return isHex(hash) ? { start: end - hash.length, end, confidence: 0.95 } : undefined;
  return isGivenPassword(password) ? { start: end - password.length, end, confidence: 0.85 } : undefined;
};

// https://docs.djangoproject.com/en/5.2/topics/auth/passwords/: what its first releases wrote
const DJANGO = /(?<![A-Za-z\d$])(?:sha1\$[A-Za-z\d]{5,22}\$[a-f\d]{40}|md5\$[A-Za-z\d]{5,22}\$[a-f\d]{32})(?![a-f\d])/y;
// https://hashcat.net/wiki/doku.php?id=hccapx, …/example_hashes: what was overheard of a wireless network
const WPA = /WPA\*0[12]\*[a-f\d]{32}\*[a-f\d]{12}\*[a-f\d]{12}\*(?:[a-f\d]{2}){1,32}\*[a-f\d*]{0,1200}/iy;

/* John the Ripper and hashcat take these out of files and of what was overheard: https://openwall.info/wiki/john/sample-hashes */
const TAKEN_OUT = [
  '$keepass$*',
  '$office$*',
  '$oldoffice$',
  '$odf$*',
  '$pdf$',
  '$zip2$*',
  '$pkzip$',
  '$pkzip2$',
  '$rar5$',
  '$RAR3$*',
  '$7z$',
  '$sshng$',
  '$gpg$*',
  '$ethereum$',
  '$bitcoin$',
  '$electrum$',
  '$metamask$',
  '$ansible$',
  '$bitlocker$',
  '$luks$',
  '$fvde$',
  '$dmg$',
  '$itunes_backup$*',
  '$pwsafe$*',
  '$keystore$',
  '$keyring$',
  '$pfxng$',
  '$PEM$',
  '$rakp$',
  '$sip$*',
  '$netntlm',
  '$mscash',
  '$racf$*',
  '$vnc$*',
  '$snmp$',
  '$tacacs-plus$',
  '$ospf$',
  '$hsrp$',
  '$ike$',
  '$telegram$',
  '$axcrypt$*',
] as const;
/** One that another one runs into is a part of it: so each character is read for one hash alone. */
const FILE_HASH = /(?<!\$[A-Za-z\d_-]{3,14}\$[\w*$.,:/+=@-]{0,64})\$[A-Za-z\d_-]{3,14}\$[\w*$.,:/+=@-]{32,8000}/y;

export const PROGRAMS: readonly Rule[] = [
  {
    anchors: ['$$2a$$', '$$2b$$', '$$2y$$', '$$apr1$$', '$$1$$', '$$5$$', '$$6$$', '$$argon2'],
    seams: true,
    verify: filtered(matchAt(COMPOSED), isDrawn),
  },
  { anchors: ['{x-is'], seams: true, verify: filtered(matchAt(SAP), isDrawn) },
  { anchors: ['{PKCS5S2}'], seams: true, verify: filtered(matchAt(ATLASSIAN), isDrawn) },
  {
    anchors: [
      '{PLAIN-MD5',
      '{LDAP-MD5',
      '{DIGEST-MD5',
      '{HMAC-MD5',
      '{CRAM-MD5',
      '{NTLM}',
      '{LANMAN}',
      '{SHA256',
      '{SHA512',
      '{SSHA256.',
      '{SSHA512.',
      '{SCRAM-SHA',
      '{PBKDF2}$1$',
    ],
    verify: filtered(matchAt(DOVECOT), (value) => isHex(value.slice(value.indexOf('}') + 1))),
  },
  {
    anchors: ['{PLAIN}', '{CLEARTEXT}', '{CLEAR}'],
    verify: filtered(matchAt(DOVECOT_PLAIN), (value) => !isPlaceholder(value)),
  },
  { anchors: [' on #', ' off #', ' on >', ' off >', ' sanitize-payload #', ' sanitize-payload >'], verify: readAcl },
  { anchors: ['sha1$', 'md5$'], verify: filtered(matchAt(DJANGO), isHex) },
  { anchors: ['WPA*01*', 'WPA*02*'], seams: true, verify: filtered(matchAt(WPA), isHex) },
  {
    anchors: TAKEN_OUT,
    seams: true,
    verify: filtered(matchAt(FILE_HASH), (value) => looksRandom(value.slice(-64), 0)),
  },
];
