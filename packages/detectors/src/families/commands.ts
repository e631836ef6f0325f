import type { Family, Rule } from '../detector.js';
import { looksRandom } from '../validators/randomness.js';
import { isPlaceholder } from '../validators/placeholders.js';

/* Passwords on command lines, as the manuals of the programs describe them. */

/** How far before an option its program may stand. */
const LINE = 400;
const VALUE = String.raw`(?:\\?"([^"\r\n]{3,128})"|'([^'\r\n]{3,128})'|([^\s"'\\]{3,128}))`;

const isWorthHiding = (password: string, user = ''): boolean =>
  password !== user && password.length >= 3 && !isPlaceholder(password);

// https://curl.se/docs/manpage.html#-u; wget, HTTPie and others have taken it over.
const USER =
  /\s?(?:-u|--(?:proxy-)?user)(?:=|\s{0,4})(?:\\{0,2}["'])?([^\s"':$<>\\]{0,128})(?:\\{0,2}["'])?:(?:\\{0,2}["'])?([^\s"'<>\\]{0,128})/y;
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

/** Programs and options, and what may stand between them and the password. */
const BEFORE_VALUE: readonly (readonly [anchors: readonly string[], before: string])[] = [
  // https://linux.die.net/man/1/sshpass
  [['sshpass'], String.raw`sshpass\s{1,4}-p\s{0,4}`],
  // https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html: nothing stands between -p and the password
  [['mysql', 'mariadb'], String.raw`(?:mysql|mariadb)[a-z-]{0,10}(?=\s)[^\r\n|;&]{0,80}?\s-p`],
  // https://docs.docker.com/reference/cli/docker/login/ and those that follow it
  [
    ['docker login', 'podman login', 'registry login', 'az login', 'oc login'],
    String.raw`[a-z]{2,8} login(?=\s)[^\r\n|;]{0,100}?\s(?:-p|--password)[\s=]{1,4}`,
  ],
  // https://docs.openssl.org/master/man1/openssl-passphrase-options/
  [['-passin pass:', '-passout pass:', '-pass pass:'], String.raw`-pass(?:in|out)? pass:`],
  // https://redis.io/docs/latest/develop/tools/cli/
  [['redis-cli'], String.raw`redis-cli(?=\s)[^\r\n|;]{0,100}?\s-a\s{1,4}`],
  // https://dev.mysql.com/doc/refman/8.4/en/create-user.html, https://www.postgresql.org/docs/current/sql-createrole.html
  [['identified by', 'with password'], String.raw`(?:identified by|with password)\s{1,4}(?=')`],
  // https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/net-use
  [['net use'], String.raw`net use(?=\s)[^\r\n|;]{0,100}?/user:\S{1,64}\s{1,4}`],
];

function readAfter(before: string): Rule['verify'] {
  const pattern = new RegExp(before + VALUE, 'iy');
  return ({ text, start }) => {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [{ length }, double, single, bare] = match;
    const value = double ?? single ?? bare ?? '';
    if (!isWorthHiding(value)) return undefined;
    const end = start + length - (bare === undefined ? 1 : 0);
    return { start: end - value.length, end, confidence: 0.85 };
  };
}

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
      id: 'command_password',
      title: 'a password on a command line',
      group: 'secret',
      generic: true,
      rules: [
        { anchors: [' -u', '--user', '--proxy-user'], verify: readUser },
        { anchors: ['chpasswd'], verify: readChpasswd },
        ...BEFORE_VALUE.map(([anchors, before]) => ({ anchors, verify: readAfter(before) })),
      ],
    },
  ],
};
