import type { Family, Rule } from '../detector.js';
import { COMMAND_PASSWORD } from '../own-types.js';
import { isStrongPassword } from '../rules/password-values.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isWorthHiding } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import { IMPACKET, MACHINES } from './commands/machines.js';

/* Passwords on command lines, as the manuals of the programs describe them. */

/** The largest distance of an option from its program. */
const LINE = 400;
/** The lines below go to a command: `<<EOF`. */
const HEREDOC = String.raw`<<-?\s?["']?\w{1,16}["']?\r?\n[ \t]{0,8}`;
const VALUE = String.raw`(?:\\?"([^"\r\n]{3,128})"|'([^'\r\n]{3,128})'|(<[^\s"'\\<>|]{3,126}>|[^\s"'\\<>|]{3,128}))`;

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

/** Programs and options, and what may be between them and the password. */
const BEFORE_VALUE: readonly (readonly [anchors: readonly string[], before: string])[] = [
  // https://linux.die.net/man/1/sshpass
  [['sshpass'], String.raw`sshpass[ \t]{1,4}-p[ \t]{0,4}`],
  // https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html: nothing stands between -p and the password
  [['mysql', 'mariadb'], String.raw`(?:mysql|mariadb)[a-z-]{0,10}(?=\s)[^\r\n|;&]{0,80}?\s-p`],
  // https://docs.docker.com/reference/cli/docker/login/ and those that follow it
  [
    ['docker login', 'podman login', 'registry login', 'az login', 'oc login'],
    String.raw`[a-z]{2,8} login(?=\s)[^\r\n|;]{0,100}?\s(?:-p|--password)[ \t=]{1,4}`,
  ],
  // https://docs.openssl.org/master/man1/openssl-passphrase-options/
  [['-passin pass:', '-passout pass:', '-pass pass:'], String.raw`-pass(?:in|out)? pass:`],
  // https://redis.io/docs/latest/develop/tools/cli/
  [['redis-cli'], String.raw`redis-cli(?=\s)[^\r\n|;]{0,100}?\s-a[ \t]{1,4}`],
  // https://dev.mysql.com/doc/refman/8.4/en/create-user.html, https://www.postgresql.org/docs/current/sql-createrole.html
  [
    ['identified by', 'with password'],
    String.raw`(?<=\b(?:create|alter|grant|set)\b[^;]{0,200}?)(?:identified by|with password)\s{1,4}(?=')`,
  ],
  // https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/net-use
  [['net use'], String.raw`net use(?=\s)[^\r\n|;]{0,100}?/user:\S{1,64}[ \t]{1,4}(?!/)`],
  [['net use'], String.raw`net use(?:\s{1,4}[a-z]:)?\s{1,4}\\\\[^\s"]{1,100}\s{1,4}(?!/)`],
  // https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/net-user
  [['net user '], String.raw`(?<![a-z])net user\s{1,4}[^\s/*]{1,40}\s{1,4}(?![/*])`],
  // https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/schtasks-create
  [['schtasks'], String.raw`schtasks(?=\s)[^\r\n|;]{0,160}?\s/rp[ \t]{1,4}`],
  // https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.security/convertto-securestring
  [['ConvertTo-SecureString'], String.raw`ConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?(?=["'])`],
  // https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret_generic/
  [['from-literal'], String.raw`from-literal[= ]["']?[\w.-]{0,40}?(?:pass|pwd|secret|token|key)[\w.-]{0,20}=`],
  // https://docs.openssl.org/master/man1/openssl-enc/
  [['openssl enc', 'openssl aes'], String.raw`openssl (?:enc|aes)[^\r\n|;]{0,100}?\s-k[ \t]{1,4}`],
  // https://httpd.apache.org/docs/2.4/programs/htpasswd.html: a file, unless -n, and the user
  [['htpasswd'], String.raw`htpasswd\s{1,4}-[a-z]{0,5}b[a-z]{0,5}(?:\s{1,4}[^\s-]\S{0,100}){1,2}[ \t]{1,4}`],
  // https://linux.die.net/man/1/ldapsearch and its neighbours
  [['ldap'], String.raw`ldap(?:search|modify|add|delete|whoami|passwd|modrdn)(?=\s)[^\r\n|;]{0,160}?\s-w[ \t]{1,4}`],
  // https://www.samba.org/samba/docs/current/man-html/smbclient.1.html
  [
    ['smbclient', 'rpcclient'],
    String.raw`(?:smb|rpc)client(?=\s)[^\r\n|;]{0,120}?(?:-U|--user)[\s=]{0,4}["']?[^\s%"']{1,64}%`,
  ],
  // https://www.rabbitmq.com/docs/man/rabbitmqctl.8
  [
    ['rabbitmqctl'],
    String.raw`rabbitmqctl(?=\s)[^\r\n|;]{0,40}?(?:add_user|change_password|authenticate_user)\s{1,4}\S{1,64}[ \t]{1,4}`,
  ],
  // https://7-zip.opensource.jp/chm/cmdline/switches/password.htm: nothing stands between -p and the password
  [['7z '], String.raw`7z [a-z]{1,2}(?=\s)[^\r\n|;]{0,100}?\s-p`],
  // https://lftp.yar.ru/lftp-man.html
  [['lftp'], String.raw`lftp(?=\s)[^\r\n|;]{0,60}?-u\s{1,4}[^\s,]{1,64},`],
  // https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html
  [
    ['-storepass', '-keypass', '-deststorepass', '-srcstorepass'],
    String.raw`-(?:dest|src)?(?:store|key)pass[ \t]{1,4}`,
  ],
  // https://rclone.org/commands/rclone_obscure/
  [['rclone obscure'], String.raw`rclone obscure[ \t]{1,4}`],
  // https://docs.oracle.com/en/database/oracle/oracle-database/23/sqpug/starting-SQL-Plus.html
  [['sqlplus'], String.raw`sqlplus(?:\s{1,4}-\w{1,12}){0,3}\s{1,4}["']?[\w$#]{1,30}/`],
  [['chpasswd'], String.raw`chpasswd\s{0,4}(?:<<<\s{0,4}["']?|${HEREDOC})[\w.-]{1,32}:`],
  // https://man7.org/linux/man-pages/man1/passwd.1.html, https://linux.die.net/man/8/sudo: from the lines below, or a string
  [['passwd'], String.raw`\bpasswd(?: --stdin)?(?: [\w.-]{1,32})? {0,2}${HEREDOC}`],
  [['sudo -S'], String.raw`sudo -S[^\r\n<|;]{0,100}<<<\s{0,4}`],
  // https://restic.readthedocs.io/en/stable/faq.html, https://borgbackup.readthedocs.io: what the command prints is the password
  [
    ['password-command', 'passcommand', 'PASSWORD_COMMAND'],
    String.raw`(?:password[-_]command|passcommand)(?:=| ) {0,2}["']?(?:echo|printf)(?: -n| %s)? `,
  ],
];

function readAfter(before: string): Rule['verify'] {
  const pattern = new RegExp(before + VALUE, 'iy');
  return ({ text, start }) => {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [{ length }, double, single, bare] = match;
    const value = double ?? single ?? bare ?? '';
    if (!isWorthHiding(value) || (bare !== undefined && OPTION.test(value))) return undefined;
    const end = start + length - (bare === undefined ? 1 : 0);
    if (IN_TAG.test(text.slice(start, end - value.length))) return undefined;
    return { start: end - value.length, end, confidence: 0.85 };
  };
}

/** `wpa_passphrase <em class=`: the command of a page, and no argument. */
const IN_TAG = /(?<!<)<[a-z]{1,12}\s[^<>]{0,100}$/i;

/** The next option, or one that a manual leaves out: `[…]`, `[-keypass arg]`. */
const OPTION = /^(?:--?[a-z]|\[|[a-z]{1,12}\]$)/i;

// https://linux.die.net/man/1/zip, https://linux.die.net/man/1/unzip; a small `-p` is something else.
const ZIP = /zip(?=\s)[^\r\n|;]{0,60}?\s(?:-P|--password)[\s=]{1,4}["']?([^\s"'\\<>|]{3,128})/y;

// A user and then a password, as clients of databases and remote shells have them: `-u admin -p …`.
const PAIR =
  /\s(?:-[uU]|--user(?:name)?)[\s=]{1,2}[^\s-]\S{0,63}\s{1,4}(?:-[pP]|--pass(?:word)?)[\s=]{1,2}["']?([^\s"'\\<>|]{6,128})/y;
// `/u:admin /p:…`: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmdkey, FreeRDP
const SLASHED = /\s\/u(?:ser)?:\S{1,64}\s{1,4}\/p(?:ass(?:word)?)?:["']?([^\s"'\\<>|]{3,128})/iy;
/** Ports, as `-u 1000 -p 8080:80` has them, and paths are none. */
const isMixed = (value: string): boolean => /[a-z]/i.test(value) && /\d/.test(value) && !/[/:]/.test(value);

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

// https://core.tcl-lang.org/expect/: what is typed, and the key that ends it
const SEND = /send(?: --)? \\{0,2}["']([^\s"'\\$[\]]{6,64})\\{1,2}[rn]\\{0,2}["']/y;
const PROMPT = /assword[^\r\n]{0,40}(?:\r?\n|\\n)?[^\r\n]{0,20}$/;
const readSent = filtered(matchAt(SEND, 0.85), (value, { text, start }) =>
  PROMPT.test(text.slice(Math.max(0, start - 80), start)) ? isWorthHiding(value) : isStrongPassword(value),
);

// https://man7.org/linux/man-pages/man1/passwd.1.html asks twice.
const TWICE =
  /(?:echo|printf)(?: -[ne]{1,2})? ["']([^\s"'\\]{3,64})(?:\\{1,2}n|\n)\1(?:\\{1,2}n|\n)?["'] {0,4}\|[^|\r\n]{0,40}?passwd/y;

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
        {
          anchors: [' -u', ' --user'],
          verify: filtered(matchAt(PAIR, 0.85), (value) => isMixed(value) && isWorthHiding(value)),
        },
        { anchors: [' /u:', ' /user:'], verify: filtered(matchAt(SLASHED, 0.85), (value) => isWorthHiding(value)) },
        { anchors: ['zip -', 'zip --'], verify: filtered(matchAt(ZIP, 0.85), (value) => isWorthHiding(value)) },
        { anchors: ['--password-stdin', 'sudo -S'], verify: readPiped },
        { anchors: ['chpasswd'], verify: readChpasswd },
        { anchors: ['send "', "send '", 'send --', 'send \\"'], verify: readSent },
        {
          anchors: ['echo -e', 'echo -ne', 'echo -en', 'printf '],
          verify: filtered(matchAt(TWICE, 0.85), (value) => isWorthHiding(value)),
        },
        IMPACKET,
        ...[...BEFORE_VALUE, ...MACHINES].map(([anchors, before]) => ({ anchors, verify: readAfter(before) })),
      ],
    },
  ],
};
