import type { Hit, Rule, Site } from '../../detector.js';
import { isGivenPassword } from '../../rules/given-password.js';
import { isPlaceholder } from '../../validators/placeholders.js';
import { isVaried, looksRandom } from '../../validators/randomness.js';

/* Passwords that single vendors write in a way of their own. */

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

// https://documentation.nokia.com/sr/: hashed with the key of the system
const NOKIA = /(?<=(?:key|password|secret|community|passphrase) "([A-Za-z0-9+/.=_-]{12,400}))" hash2?(?![\w-])/y;
const readNokia: Rule['verify'] = ({ text, start }) => {
  NOKIA.lastIndex = start;
  const value = NOKIA.exec(text)?.[1];
  return value !== undefined && looksRandom(value.slice(0, 128))
    ? { start: start - value.length, end: start, confidence: 0.85 }
    : undefined;
};

// https://openwrt.org/docs/guide-user/network/wifi/basic: a number of a key and the path of one stand there as well.
const OPENWRT = /option\s{1,8}(?:key[1-4]?|sae_password)\s{1,8}(["'])(?!\/)([^"'\r\n]{8,64})\1/y;
const NETWORK = /ssid|encryption|wifi-iface/;
const NEAR = 400;

function readUci({ text, start }: Site): Hit | undefined {
  OPENWRT.lastIndex = start;
  const [whole, , value = ''] = OPENWRT.exec(text) ?? [];
  if (whole === undefined || isPlaceholder(value)) return undefined;
  if (!isGivenPassword(value) && !NETWORK.test(text.slice(Math.max(0, start - NEAR), start + NEAR))) return undefined;
  const end = start + whole.length - 1;
  return { start: end - value.length, end, confidence: 0.85 };
}

export const VENDORS: readonly Rule[] = [
  { anchors: ['%^%#', '%$%$', '%@%@', '%#%#', '@%@%'], verify: readHuawei },
  { anchors: ['" hash'], verify: readNokia },
  { anchors: ['option key', 'option\tkey', 'option sae_password'], verify: readUci },
];
