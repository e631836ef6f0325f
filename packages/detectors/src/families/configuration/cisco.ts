import type { Rule } from '../../detector.js';
import { givenAt, isGivenPassword } from '../../rules/given-password.js';
import { filtered, matchAt } from '../../rules/verify.js';
import { looksRandom } from '../../validators/randomness.js';

/*
 * IOS, NX-OS, ASA and those that took their words over. A digit before the value says how it is written: 0 as it is, 7
 * can be read back by anyone, 6 and 8 with the key of the device.
 * https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/security/d1/sec-d1-cr-book/sec-cr-e1.html
 */

const VALUE = String.raw`"?([^\s"'\\<>[\]]{6,128})(?=["\s\\]|$)`;
/** Only options follow it on its line: prose goes on. */
const LAST = String.raw`(?="?[ \t]{0,4}(?:[\r\n\\]|$|[07](?!\S)|(?:address|hostname|level|encrypted|role|privilege|auth-port|timeout)\s))`;

// https://www.cisco.com/c/en/us/support/docs/security-vpn/remote-authentication-dial-user-service-radius/107614-64.html
const TYPE_7 = /(?:password|key|key-string|secret|md5|ascii|hex) [67] ([\dA-F]{6,128})(?![\w.-])/iy;
// https://www.arista.com/en/um-eos/eos-user-security: DES and base64 behind the same words
const ARISTA =
  /(?:password|key|secret) 7 ((?=[A-Za-z0-9+/]{0,40}[G-Zg-z+/])[A-Za-z0-9+/]{11,128}={0,2})(?![\w.+/=-])/iy;
// https://community.cisco.com/t5/networking-knowledge-base/configuring-type-6-passwords-in-ios-xe/ta-p/4438495: 41 signs of
// ASCII from `A` on in IOS, base64 in NX-OS and IOS XR
const TYPE_6 = /(?:password|key|key-string|secret|md5|ascii|encrypted) 6 "?([\w[\\\]^`+/-]{16,400}={0,2})(?=["\s]|$)/iy;
const TYPE_0 = new RegExp(`(?:password|key|key-string|secret|md5) 0 ${VALUE}${LAST}`, 'iy');

/** Commands that say by themselves what follows: of users, of servers, of neighbours and of tunnels. */
const COMMANDS: readonly (readonly [anchors: readonly string[], before: string])[] = [
  [['enable secret ', 'enable password '], String.raw`enable (?:secret|password) (?:level \d{1,2} )?(?:0 )?`],
  [
    ['username '],
    String.raw`username \S{1,64} (?:(?:privilege|role|algorithm-type|group) [\w-]{1,32} ){0,3}(?:secret|password) (?:0 )?`,
  ],
  [
    ['radius-server ', 'tacacs-server '],
    String.raw`(?:radius|tacacs)-server (?:host \S{1,64} )?(?:(?:auth-port|acct-port|timeout|retransmit|port|vrf) \S{1,24} ){0,4}(?:encrypted-)?key (?:0 )?`,
  ],
  // https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/iproute_ospf/command/iro-cr-book/ospf-i1.html, …/ntp…, …/iproute_eigrp…
  [['message-digest-key '], String.raw`message-digest-key \d{1,3} md5 (?:0 )?`],
  [['authentication-key '], String.raw`authentication-key (?:\d{1,10} (?:md5|sha1|hmac-\S{3,12}) )?(?:0 )?`],
  [['key-string '], String.raw`key-string (?:0 )?`],
  [['neighbor '], String.raw`neighbor \S{1,64} password (?:0 )?`],
  [['area-password ', 'domain-password '], '(?:area|domain)-password '],
  [['nhrp authentication '], 'nhrp authentication '],
  [['isakmp key '], 'isakmp key (?:0 )?'],
  [
    ['pre-shared-key '],
    String.raw`pre-shared-key (?:address \S{3,40} (?:[\d.]{7,15} )?key )?(?:(?:local|remote|ascii-text) )?(?:0 )?`,
  ],
  // The key that opens those of type 6
  [['password-encrypt '], '(?<=config-key )password-encrypt '],
  // https://www.cisco.com/c/en/us/td/docs/security/asa/asa-cli-reference/I-R/asa-command-ref-I-R.html
  [['ldap-login-password '], 'ldap-login-password '],
  [['failover key '], 'failover key (?:hex )?'],
  [['chap password ', 'sent-username '], String.raw`(?:chap|sent-username \S{1,64}) password (?:0 )?`],
];

// https://www.cisco.com/c/en/us/td/docs/security/asa/asa-cli-reference/T-Z/asa-command-ref-T-Z/u-commands.html
const ASA =
  /passw(?:or)?d ((?!\*)[A-Za-z0-9./]{16}(?= encrypted)|[A-Za-z0-9+/]{22}==(?= nt-encrypted)|[A-Za-z0-9+/]{11,128}={0,2}(?= mschap))/y;
/** The hashes of no password, and of `cisco`: a device comes with that. */
const KNOWN = /^(?:8Ry2YjIyt7RRXU24|2KFQnbNIdI\.2KYOU)$/;

// https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/iproute_ospf/configuration/xe-16/iro-xe-16-book/ip6-route-ospfv3-auth-ipsec-xe.html
const SPI = /ipsec spi \d{3,10} (?:esp \S{3,16} )?(?:\d{3} )?(?:md5|sha1) (?:[07] )?([\dA-F]{32,128})(?![\dA-Z])/iy;

const isDrawn = (value: string): boolean => looksRandom(value.slice(0, 128));

export const CISCO: readonly Rule[] = [
  {
    anchors: [
      'password 7 ',
      'password 6 ',
      'key 7 ',
      'key 6 ',
      'key-string 7 ',
      'key-string 6 ',
      'secret 7 ',
      'md5 7 ',
      'md5 6 ',
      'ascii 7 ',
      'hex 7 ',
    ],
    verify: filtered(matchAt(TYPE_7, 0.85), (value) => value.length % 2 === 0 && looksRandom(value, 0)),
  },
  { anchors: ['password 7 ', 'key 7 ', 'secret 7 '], verify: filtered(matchAt(ARISTA, 0.85), isDrawn) },
  {
    anchors: ['password 6 ', 'key 6 ', 'key-string 6 ', 'secret 6 ', 'md5 6 ', 'ascii 6 ', 'encrypted 6 '],
    verify: filtered(matchAt(TYPE_6, 0.85), isDrawn),
  },
  { anchors: ['password 0 ', 'key 0 ', 'key-string 0 ', 'secret 0 ', 'md5 0 '], verify: givenAt(TYPE_0) },
  ...COMMANDS.map(([anchors, before]) => ({ anchors, verify: givenAt(new RegExp(before + VALUE + LAST, 'iy')) })),
  {
    anchors: ['password ', 'passwd '],
    verify: filtered(matchAt(ASA), (value) => !KNOWN.test(value) && isGivenPassword(value)),
  },
  { anchors: ['ipsec spi '], verify: filtered(matchAt(SPI, 0.85), isDrawn) },
];
