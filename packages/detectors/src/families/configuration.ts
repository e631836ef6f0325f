import type { Family, Rule } from '../detector.js';
import { filtered, matchAt, SURE } from '../rules/verify.js';
import { secret } from '../rules/secret.js';
import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';

/* Passwords in the configuration of devices and servers, without `=` and quotes around them. */

/** Words of a manual are none: `requirepass directive`. */
const isPassword = (value: string): boolean =>
  isDevelopmentDefault(value) ||
  (!isPlaceholder(value) && (looksRandom(value) || /^(?=.*\d)(?=.*[A-Za-z])[^\s/]{6,}$/.test(value)));

const fitting = (pattern: RegExp): Rule['verify'] => filtered(matchAt(pattern, 0.85), isPassword);

// https://redis.io/docs/latest/operate/oss_and_stack/management/security/; rootpw: Kickstart, slapd.conf(5)
const DIRECTIVE =
  /(?:requirepass|masterauth|rootpw(?:\s{1,4}--(?:plaintext|iscrypted))?)\s{1,8}"?([^\s"'\\<>[\]]{6,128})(?=["\s]|$)/y;
// https://www.cisco.com/c/en/us/support/docs/security-vpn/remote-authentication-dial-user-service-radius/107614-64.html:
// 7 can be read back, and so can 6 with the key of the device.
const CISCO = /(?:password|key|key-string|secret) [67] ([\dA-F]{6,128})(?![\w.-])/iy;
// https://www.arista.com/en/um-eos/eos-user-security: DES and base64 behind the same words
const ARISTA =
  /(?:password|key|secret) 7 ((?=[A-Za-z0-9+/]{0,40}[G-Zg-z+/])[A-Za-z0-9+/]{11,128}={0,2})(?![\w.+/=-])/iy;
// https://www.juniper.net/documentation/us/en/software/junos/cli-reference/topics/ref/statement/master-password-edit-system.html:
// `$9$` can be read back by anyone, `$8$` with the master password.
const JUNIPER =
  /(?<=["' ])\$(?:9\$[A-Za-z0-9./-]{8,250}|8\$[\w-]{2,16}\$[\w-]{2,20}\$\d{1,6}(?:\$[A-Za-z0-9+/=]{4,400}){3,4})(?=["';\s]|$)/y;
const LETTERS_AND_DIGITS = /^(?=.{0,60}[a-z])(?=.{0,60}[A-Z])(?=.{0,60}\d)/;
// https://docs.fortinet.com/document/fortimanager/7.2.0/best-practices/338373/secure-password-storage
const FORTINET = /(?<=set [\w-]{2,40}) ENC "?([A-Za-z0-9+/]{16,1000}={0,2})(?=["\s]|$)/y;
// https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/snmp/command/nm-snmp-cr-book.html
const COMMUNITY = /snmp-server (?:community|host \S{1,64}(?: version \S{1,4})?) (?:[07] )?([^\s"'<>]{4,64})/y;
// https://github.com/zxing/zxing/wiki/Barcode-Contents#wi-fi-network-config-android-ios-11
const WIFI = /WIFI:(?:[STH]:[^;\r\n]{0,64};){1,3}P:"?([^;"\r\n]{8,63})(?="?;)/y;

// https://learn.microsoft.com/windows/security/operating-system-security/data-protection/bitlocker/recovery-overview:
// eight times a number of 16 bits times eleven.
const RECOVERY = /(?<!\d-)\d{6}(?:-\d{6}){7}(?!-?\d)/y;
const isRecoveryKey = (text: string): boolean =>
  text.split('-').every((group) => Number(group) % 11 === 0 && Number(group) < 11 * 65_536) &&
  !/^([\d]{6})(?:-\1)+$/.test(text);

export const configuration: Family = {
  name: 'configuration',
  detectors: [
    secret(
      'device_password',
      'a password of a device or server',
      { anchors: ['requirepass', 'masterauth', 'rootpw'], verify: fitting(DIRECTIVE) },
      {
        anchors: ['password 7 ', 'password 6 ', 'key 7 ', 'key 6 ', 'key-string 7 ', 'secret 7 '],
        verify: filtered(matchAt(CISCO, 0.85), (value) => value.length % 2 === 0 && looksRandom(value, 0)),
      },
      {
        anchors: ['password 7 ', 'key 7 ', 'secret 7 '],
        verify: filtered(matchAt(ARISTA, 0.85), (value) => looksRandom(value)),
      },
      {
        anchors: ['$9$', '$8$'],
        verify: filtered(matchAt(JUNIPER), (value) => LETTERS_AND_DIGITS.test(value.slice(3))),
      },
      { anchors: [' ENC '], verify: filtered(matchAt(FORTINET), (value) => looksRandom(value.slice(0, 128))) },
      { anchors: ['snmp-server '], verify: fitting(COMMUNITY) },
      { anchors: ['WIFI:'], verify: filtered(matchAt(WIFI, SURE), (value) => !isPlaceholder(value)) },
    ),
    secret('recovery_key', 'a BitLocker recovery key', {
      shapes: ['######-######'],
      verify: filtered(matchAt(RECOVERY), isRecoveryKey),
    }),
  ],
};
