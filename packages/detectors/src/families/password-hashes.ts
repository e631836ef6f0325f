import type { Family, Rule } from '../detector.js';
import { isGivenPassword } from '../rules/given-password.js';
import { passwordRules } from '../rules/password-table.js';
import { matchAt } from '../rules/verify.js';
import { isVaried } from '../validators/randomness.js';
import { REALMS } from './password-hashes/realms.js';
import { PASSWORDS_TABLE } from './passwords-table.js';

/* Hashed passwords, which an attacker can guess at offline. `passwords.tsv` has those that differ in words alone. */

// Log-ins that were overheard, and tickets: https://hashcat.net/wiki/doku.php?id=example_hashes
const NET_NTLM =
  /::[\w.-]{0,64}:(?:[a-f\d]{16}:[a-f\d]{32}:[a-f\d]{16,4000}|[a-f\d]{48}:[a-f\d]{48}:[a-f\d]{16})(?![a-f\d])/iy;
const USER = /[\w.$-]{1,64}$/;
/** The user stands before it; `::` is in all code, so that is looked at last. */
const readNetNtlm: Rule['verify'] = (site) => {
  const found = matchAt(NET_NTLM)(site);
  const [user] = found ? (USER.exec(site.text.slice(Math.max(0, site.start - 64), site.start)) ?? []) : [];
  return found && user !== undefined ? { ...found, start: found.start - user.length } : undefined;
};

// https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/: `#` and SHA-256, or `>` and the password
const ACL =
  /(?<=user \S{1,64} (?:[a-z][\w-]{1,24} ){0,4}?)(?:off|on|sanitize-payload) (?:#([a-f\d]{64})|>(\S{6,128}))(?=\s|["']|$)/iy;
const readAcl: Rule['verify'] = ({ text, start }) => {
  ACL.lastIndex = start + 1;
  const [whole, hash, password = ''] = ACL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const end = start + 1 + whole.length;
  if (hash !== undefined) return isVaried(hash, 2.7) ? { start: end - hash.length, end, confidence: 0.95 } : undefined;
  return isGivenPassword(password) ? { start: end - password.length, end, confidence: 0.85 } : undefined;
};

export const passwordHashes: Family = {
  name: 'password-hashes',
  detectors: [
    {
      id: 'password_hash',
      title: 'the hash of a password',
      group: 'secret',
      rules: [
        ...passwordRules(PASSWORDS_TABLE, 'password_hash'),
        { anchors: ['::'], verify: readNetNtlm },
        {
          anchors: [' on #', ' off #', ' on >', ' off >', ' sanitize-payload #', ' sanitize-payload >'],
          verify: readAcl,
        },
        ...REALMS,
      ],
    },
  ],
};
