import type { Rule } from '../../detector.js';
import { givenAt } from '../../rules/given-password.js';
import { filtered, matchAt } from '../../rules/verify.js';
import { isVaried, looksRandom } from '../../validators/randomness.js';

/* Switches, routers and firewalls that write encrypted and hashed passwords in a way of their own. */

const isDrawn = (value: string): boolean => looksRandom(value.slice(0, 128));
const LETTERS_AND_DIGITS = /^(?=.{0,60}[a-z])(?=.{0,60}[A-Z])(?=.{0,60}\d)/;

// https://www.juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/statement/master-password-edit-system.html:
// `$9$` can be read back by anyone, `$8$` with the master password.
const JUNIPER =
  /(?<=["' ])\$(?:9\$[A-Za-z0-9./-]{8,250}|8\$[\w-]{2,16}\$[\w-]{2,20}\$\d{1,6}(?:\$[A-Za-z0-9+/=]{4,400}){3,4})(?=["';\s]|$)/y;
// https://docs.fortinet.com/document/fortimanager/7.2.0/best-practices/338373/secure-password-storage
const FORTINET = /(?<=set [\w-]{2,40}) ENC "?([A-Za-z0-9+/]{16,1000}={0,2})(?=["\s]|$)/y;
// https://docs.fortinet.com/document/fortigate/7.4.0/cli-reference/
const FORTINET_PLAIN = /set (?:psksecret|passphrase|passwd|sae-password|ppk-secret) "?(?!ENC )([^\s"'\\<>]{6,128})/y;

// https://support.huawei.com/enterprise/en/doc/EDOC1100127138: a cipher stands between two of the same marks.
const HUAWEI = /(%\^%#|%\$%\$|%@%@|%#%#|@%@%)[!-~]{16,400}?\1(?=[\s"',;]|$)/y;
const readHuawei: Rule['verify'] = ({ text, start }) => {
  HUAWEI.lastIndex = start;
  const [whole = ''] = HUAWEI.exec(text) ?? [];
  const body = whole.slice(4, -4);
  return isVaried(body, 3) && /[A-Za-z]/.test(body) && !/%[@s\d$]/.test(body)
    ? { start, end: start + whole.length, confidence: 0.95 }
    : undefined;
};
// Hashes of VRP: a salt and what scrypt or PBKDF2 made of it.
const HUAWEI_HASH = /\$1[a-d]\$[!-#%-~]{8,64}\$[!-#%-~]{32,128}\$(?=[\s"';]|$)/y;
/** `password cipher …`, `ospf authentication-mode md5 1 cipher …`: what opens something, and how it is written. */
const WRITTEN =
  /(?<=(?:password|key|community|read|write|secret|md5|hmac-\S{3,12}|authentication|des56|aes\d{3}|sha)(?: level)?(?: \d{1,3})?) (?:irreversible-)?cipher ([!#-&(-;=?-~]{6,400})(?=[\s"']|$)/y;
const SIMPLE = /(?:password|key|authentication) (?:simple|plain) ([!#-&(-;=?-~]{6,128})(?=[\s"']|$)/y;
// https://techhub.hpe.com/eginfolib/networking/docs/switches/5130ei/5200-3946_security_cr/content/485048060.htm
const COMWARE = /\$(?:c\$\d\$[A-Za-z0-9+/]{20,400}={0,2}|h\$\d\$[A-Za-z0-9+/.]{8,32}\$[A-Za-z0-9+/]{43,172}={0,2})/y;

// https://arubanetworking.hpe.com/techdocs/AOS-CX/10.13/HTML/security_4100i-6000-6100/Content/Chp_Local_AAA/Loc_AAA_cmds/use-pas.htm
const ARUBA_CX = /ciphertext (AQ[A-Za-z0-9+/]{30,800}={0,2})(?![\w+/=-])/y;
// https://support.hpe.com/techhub/eginfolib/Aruba/16.08/5200-5468/v21298064.html
const PROCURVE =
  /password (?:manager|operator|port-access)[^\r\n"]{0,80}(?:"[^"\r\n]{1,64}" )?(?:sha-?1|sha-?256|plaintext) "?([^\s"'<>]{6,128})/y;
const ENCRYPTED_KEY = /encrypted-key "?([A-Za-z0-9+/]{16,400}={0,2})(?![\w+/=-])/y;

// https://www.sonicwall.com/support/technical-documentation/docs/sonicos-7-1-e-cli_reference_guide: `4,` and `6,` say how
const SONICWALL =
  /(?:secret|password|passphrase|key) ([46],(?:[\da-f]{32,512}|[A-Za-z0-9+/]{32,512}={0,2}))(?![\w+/=])/iy;
// https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-admin/certificate-management/configure-the-master-key
const PALO_ALTO = /-AQ==[A-Za-z0-9+/]{27}=[A-Za-z0-9+/]{20,2000}={0,2}(?![\w+/=])/y;
// https://my.f5.com/manage/s/article/K9420
const F5 = /\$M\$[\w.]{2}\$[A-Za-z0-9+/]{20,2000}={0,2}(?![\w+/=])/y;
// https://documentation.nokia.com/sr/: hashed with the key of the system
const NOKIA = /(?<=(?:key|password|secret|community|passphrase) "([A-Za-z0-9+/.=_-]{12,400}))" hash2?(?![\w-])/y;
const readNokia: Rule['verify'] = ({ text, start }) => {
  NOKIA.lastIndex = start;
  const value = NOKIA.exec(text)?.[1];
  return value !== undefined && isDrawn(value)
    ? { start: start - value.length, end: start, confidence: 0.85 }
    : undefined;
};
// https://documentation.extremenetworks.com/exos_commands_32.5/
const EXTREME = /encrypted "(#\$[A-Za-z0-9+/]{12,400}={0,2})(?=")/y;
// https://docs.commscope.com/bundle/fastiron-08090-securityguide: 2 is base64
const RUCKUS = /(?:key|password|community|string) 2 (\$[A-Za-z0-9+/$]{7,400}={0,2})(?![\w+/=])/y;
// https://docs.vyos.io/en/latest/configuration/system/login.html, EdgeOS has the same words
const VYOS = /(?:plaintext-password|pre-shared-secret|shared-secret) ["']?([^\s"'\\<>;{]{6,128})(?=["'\s;\\]|$)/y;
// https://docs.netgate.com/pfsense/en/latest/backup/configuration.html, https://docs.opnsense.org
const XML =
  /<(?:pre-shared-key|radius_secret|shared_secret|auth_pass|ldap_bindpw|wpa_passphrase|ipsecpsk)>([^<>\s]{6,256})(?=<\/)/y;

export const NETWORK_VENDORS: readonly Rule[] = [
  { anchors: ['$9$', '$8$'], verify: filtered(matchAt(JUNIPER), (value) => LETTERS_AND_DIGITS.test(value.slice(3))) },
  { anchors: [' ENC '], verify: filtered(matchAt(FORTINET), isDrawn) },
  {
    anchors: ['set psksecret ', 'set passphrase ', 'set passwd ', 'set sae-password ', 'set ppk-secret '],
    verify: givenAt(FORTINET_PLAIN),
  },
  { anchors: ['%^%#', '%$%$', '%@%@', '%#%#', '@%@%'], verify: readHuawei },
  { anchors: ['$1a$', '$1b$', '$1c$', '$1d$'], verify: filtered(matchAt(HUAWEI_HASH), (value) => isVaried(value, 3)) },
  { anchors: [' cipher ', ' irreversible-cipher '], verify: givenAt(WRITTEN) },
  {
    anchors: ['password simple ', 'key simple ', 'authentication simple ', 'password plain '],
    verify: givenAt(SIMPLE),
  },
  { anchors: ['$c$3$', '$h$6$'], verify: filtered(matchAt(COMWARE), (value) => isVaried(value, 3)) },
  { anchors: ['ciphertext AQ'], verify: filtered(matchAt(ARUBA_CX), isDrawn) },
  { anchors: ['password manager', 'password operator', 'password port-access'], verify: givenAt(PROCURVE) },
  { anchors: ['encrypted-key '], verify: filtered(matchAt(ENCRYPTED_KEY, 0.85), isDrawn) },
  {
    anchors: ['secret 4,', 'password 4,', 'passphrase 4,', 'key 4,', 'secret 6,', 'password 6,', 'key 6,'],
    verify: filtered(matchAt(SONICWALL), (value) => isDrawn(value.slice(2))),
  },
  { anchors: ['-AQ=='], verify: filtered(matchAt(PALO_ALTO), isDrawn) },
  { anchors: ['$M$'], verify: filtered(matchAt(F5), isDrawn) },
  { anchors: ['" hash'], verify: readNokia },
  { anchors: ['encrypted "#$'], verify: matchAt(EXTREME) },
  { anchors: ['key 2 $', 'password 2 $', 'community 2 $', 'string 2 $'], verify: matchAt(RUCKUS) },
  { anchors: ['plaintext-password ', 'pre-shared-secret ', 'shared-secret '], verify: givenAt(VYOS) },
  {
    anchors: [
      '<pre-shared-key>',
      '<radius_secret>',
      '<shared_secret>',
      '<auth_pass>',
      '<ldap_bindpw>',
      '<wpa_passphrase>',
      '<ipsecpsk>',
    ],
    verify: givenAt(XML),
  },
];
