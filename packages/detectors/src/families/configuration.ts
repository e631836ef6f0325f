import type { Family } from '../detector.js';
import { givenAt } from '../rules/given-password.js';
import { secret } from '../rules/secret.js';
import { filtered, matchAt } from '../rules/verify.js';
import { CISCO } from './configuration/cisco.js';
import { NETWORK_VENDORS } from './configuration/network-vendors.js';
import { SNMP } from './configuration/snmp.js';
import { WIRELESS } from './configuration/wireless.js';

/* Passwords in the configuration of devices and servers, without `=` and quotes around them. */

// https://redis.io/docs/latest/operate/oss_and_stack/management/security/; rootpw: Kickstart, slapd.conf(5)
const DIRECTIVE =
  /(?:requirepass|masterauth|rootpw(?:\s{1,4}--(?:plaintext|iscrypted))?)\s{1,8}"?([^\s"'\\<>[\]]{6,128})(?=["\s]|$)/y;
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
      { anchors: ['requirepass', 'masterauth', 'rootpw'], verify: givenAt(DIRECTIVE) },
      ...CISCO,
      ...NETWORK_VENDORS,
      ...SNMP,
      ...WIRELESS,
    ),
    secret('recovery_key', 'a BitLocker recovery key', {
      shapes: ['######-######'],
      verify: filtered(matchAt(RECOVERY), isRecoveryKey),
    }),
  ],
};
