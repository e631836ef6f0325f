import type { Family } from '../detector.js';
import { passwordRules } from '../rules/password-table.js';
import { secret } from '../rules/secret.js';
import { filtered, matchAt } from '../rules/verify.js';
import { SNMP } from './configuration/snmp.js';
import { VENDORS } from './configuration/vendors.js';
import { PASSWORDS_TABLE } from './passwords-table.js';

/* Passwords in the configuration of devices and servers, without `=` and quotes around them. */

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
      ...passwordRules(PASSWORDS_TABLE, 'device_password'),
      ...SNMP,
      ...VENDORS,
    ),
    secret('recovery_key', 'a BitLocker recovery key', {
      shapes: ['######-######'],
      verify: filtered(matchAt(RECOVERY), isRecoveryKey),
    }),
  ],
};
