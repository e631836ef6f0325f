import type { Family, Rule } from '../detector.js';
import { COMMAND_PASSWORD } from '../own-types.js';
import { passwordRules } from '../rules/password-table.js';
import { isWorthHiding } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import { PASSWORDS_TABLE } from './passwords-table.js';

/* Passwords on command lines, as the manuals of the programs describe them. `passwords.tsv` has those that differ in words alone. */

/** The largest distance of an option from its program. */
const LINE = 400;
// https://curl.se/docs/manpage.html#-u; wget, HTTPie and others have taken it over.
const USER =
  /\s?(?:-[ua]|--(?:auth|(?:proxy-)?user))(?:=|[ \t]{0,4})(?:\\{0,2}["'])?([^\s"':$<>\\]{0,128})(?:\\{0,2}["'])?:(?:\\{0,2}["'])?(<[^\s"'<>\\]{3,126}>|[^\s"'<>\\]{0,128})/y;
const CURL = /\b(?:curl|https?|wget|xh)\b/;
const readUser: Rule['verify'] = ({ text, start }) => {
  USER.lastIndex = start;
  const match = USER.exec(text);
  if (!match || !CURL.test(text.slice(Math.max(0, start - LINE), start))) return undefined;
  const [{ length }, user = '', password = ''] = match;
  if (password.startsWith('//')) return undefined; // a URL
  const end = start + length;
  if (isWorthHiding(password, user)) return { start: end - password.length, end, confidence: 0.85 };
  // Keys of many interfaces are the user, without a password.
  return password === '' && looksRandom(user) ? { start: end - 1 - user.length, end, confidence: 0.85 } : undefined;
};

// A command reads it from a pipe: https://docs.docker.com/reference/cli/docker/login/#password-stdin,
// https://linux.die.net/man/8/sudo
const PIPED = /(?:echo|printf)\s{1,4}(?:-[ne]{1,2}\s{1,4})?["']?([^\s"'|]{3,128})["']?\s{0,4}\|[^|;\r\n]{0,100}$/;
const readPiped: Rule['verify'] = ({ text, start }) => {
  const from = Math.max(0, start - 256);
  const match = PIPED.exec(text.slice(from, start));
  if (!match) return undefined;
  const [whole, password = ''] = match;
  if (!isWorthHiding(password)) return undefined;
  const begin = from + match.index + whole.indexOf(password, 5);
  return { start: begin, end: begin + password.length, confidence: 0.85 };
};

// https://man7.org/linux/man-pages/man8/chpasswd.8.html reads `user:password` lines.
const CHPASSWD = /echo\s{1,4}(?:-e\s)?["']?([\w.-]{1,32}):([^\s"'|]{3,128})["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?$/;
const readChpasswd: Rule['verify'] = ({ text, start }) => {
  const from = Math.max(0, start - 200);
  const match = CHPASSWD.exec(text.slice(from, start));
  if (!match) return undefined;
  const [whole, user = '', password = ''] = match;
  if (!isWorthHiding(password, user)) return undefined;
  const begin = from + match.index + whole.indexOf(`:${password}`) + 1;
  return { start: begin, end: begin + password.length, confidence: 0.85 };
};

export const commands: Family = {
  name: 'commands',
  detectors: [
    {
      id: COMMAND_PASSWORD,
      title: 'a password on a command line',
      group: 'secret',
      generic: true,
      rules: [
        { anchors: [' -u', ' -a ', '--user', '--auth', '--proxy-user'], verify: readUser },
        { anchors: ['--password-stdin', 'sudo -S'], verify: readPiped },
        { anchors: ['chpasswd'], verify: readChpasswd },
        ...passwordRules(PASSWORDS_TABLE, COMMAND_PASSWORD),
      ],
    },
  ],
};
