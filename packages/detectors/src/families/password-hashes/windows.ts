import type { Rule } from '../../detector.js';
import { filtered, matchAt } from '../../rules/verify.js';
import { isVaried, looksRandom } from '../../validators/randomness.js';

/*
 * Hashes and keys of Windows domains: each of them logs in without the password that it was made from.
 * https://attack.mitre.org/techniques/T1550/002/, …/T1003/
 */

const HASH = '[a-f\\d]{32}(?![a-z\\d])';
/** The MD4 of no password: it stands where a user has none. */
const EMPTY = /31d6cfe0d16ae931b73c59d7e0c089c0$/i;
const isHash = (value: string): boolean => isVaried(value.slice(-32), 2.7) && /\d/.test(value) && !EMPTY.test(value);

// A line of pwdump, `-hashes LM:NT`: before the colon stands the LM hash of no password.
const WITH_EMPTY_LM = new RegExp(`aad3b435b51404eeaad3b435b51404ee:(${HASH})`, 'iy');
// https://github.com/fortra/impacket, https://github.com/gentilkiwi/mimikatz/wiki, https://github.com/GhostPack/Rubeus#readme
const OPTION = new RegExp(
  `(?:-hashes|--?nthash|--?hash(?:es)?|--pw-nt-hash|/ntlm|/rc4)[ =:]["']?:?((?:[a-f\\d]{32}:)?${HASH})`,
  'iy',
);
const AES_OPTION = /(?:-aes[kK]ey|\/aes(?:128|256)|--aes[kK]ey)[ =:]((?:[a-f\d]{32}){1,2})(?![a-z\d])/iy;
// https://www.netexec.wiki/smb-protocol/authentication/checking-credentials-local; curl has headers behind the same letter.
const SHORT_OPTION = new RegExp(
  `(?<=(?:netexec|nxc|crackmapexec|cme|evil-winrm|smbmap|bloodhound|certipy|xfreerdp|lsassy|donpapi)[^\\r\\n|;]{1,200}?)\\s-(?:H|-pth|pth) ?:?["']?((?:[a-f\\d]{32}:)?${HASH})`,
  'iy',
);
const PTH = new RegExp(`/pth:(${HASH})`, 'iy');
const NAMED = new RegExp(
  `(?:sambaNTPassword|sambaLMPassword|nt_?hash|ntlm(?:[ _-]?hash)?)["']?\\s{0,8}[:=]{1,2}\\s{0,4}["']?(${HASH})`,
  'iy',
);

// RFC 3962, RFC 8009, RFC 4757: names of the ciphers that a key is for.
const KERBEROS =
  /(?:aes(?:128|256)(?:-cts-hmac-sha(?:1-96|256-128|384-192)|_hmac(?:_nt)?)|rc4[_-]hmac(?:[_-]nt)?|arcfour-hmac|des-cbc-(?:md5|crc)|des_cbc_md5\w{0,3})(?:[:=\s]|\\t){1,16}(?:0x)?((?:[a-f\d]{16}){1,4})(?![a-z\d])/iy;
// https://github.com/fortra/impacket/blob/master/impacket/examples/secretsdump.py: secrets that the system keeps
const SYSTEM = /(?:dpapi_(?:machine|user)key:0x|plain_password_hex:|NL\$KM:)([a-f\d]{40,1100})(?![a-z\d])/iy;

export const WINDOWS: readonly Rule[] = [
  { anchors: ['aad3b435b51404eeaad3b435b51404ee:'], seams: true, verify: filtered(matchAt(WITH_EMPTY_LM), isHash) },
  {
    anchors: ['-hashes', '-nthash', '--hash', '--pw-nt-hash', '/ntlm:', '/rc4:'],
    verify: filtered(matchAt(OPTION, 0.85), isHash),
  },
  { anchors: ['-aeskey', '/aes128:', '/aes256:'], verify: filtered(matchAt(AES_OPTION, 0.85), isHash) },
  { anchors: [' -H ', ' -pth ', ' --pth '], verify: filtered(matchAt(SHORT_OPTION, 0.85), isHash) },
  { anchors: ['/pth:'], verify: filtered(matchAt(PTH, 0.85), isHash) },
  {
    anchors: ['sambaNTPassword', 'sambaLMPassword', 'nthash', 'nt_hash', 'ntlm'],
    verify: filtered(matchAt(NAMED, 0.85), isHash),
  },
  {
    anchors: [
      'aes256-cts',
      'aes128-cts',
      'aes256_hmac',
      'aes128_hmac',
      'rc4_hmac',
      'rc4-hmac',
      'arcfour-hmac',
      'des-cbc-',
      'des_cbc_md5',
    ],
    verify: filtered(matchAt(KERBEROS), (value) => looksRandom(value)),
  },
  {
    anchors: ['dpapi_machinekey', 'dpapi_userkey', 'plain_password_hex', 'NL$KM:'],
    verify: filtered(matchAt(SYSTEM), (value) => looksRandom(value.slice(0, 64))),
  },
];
