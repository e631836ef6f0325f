import type { Family, Rule } from '../detector.js';
import { isStrongPassword } from '../rules/password-values.js';
import { isPlaceholder, isWorthHiding } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';

/*
 * Passwords that are arguments of calls and statements: their place says what they are, no label does. A user stands
 * before them.
 */

const QUOTE = String.raw`["'\x60]`;
const SPACE = String.raw`\s{0,24}`;
/** `user = "ada"`, `"ada"`, `user`: what may be given for a user. */
const USER = String.raw`(?:\w{1,24}\s?[=:]\s?)?(?:${QUOTE}([^"'\x60\r\n]{0,64})${QUOTE}|[\w.$>()[\]-]{1,48})`;
const ANY = String.raw`(?:${QUOTE}[^"'\x60\r\n]{0,160}${QUOTE}|[\w.$>()[\]-]{1,64})`;
const VALUE = String.raw`(?:\w{1,24}\s?[=:]\s?)?(${QUOTE})([^"'\x60\r\n]{6,128})`;

/** Calls that take a user and a password, behind so many other arguments. */
const CALLS: readonly (readonly [anchors: readonly string[], others: number])[] = [
  // https://requests.readthedocs.io/en/latest/user/authentication/, https://github.com/ladjs/superagent/blob/master/docs/index.md
  [['basicauth(', '.auth(', 'auth=(', 'auth = (', 'digestauth(', 'basic_auth('], 0],
  // https://learn.microsoft.com/en-us/dotnet/api/system.net.networkcredential, https://docs.spring.io/spring-boot/api/java/org/springframework/boot/restclient/RestTemplateBuilder.html
  [['networkcredential(', 'credentials(', 'basicauthentication(', 'passwordauthentication('], 0],
  // https://docs.python.org/3/library/smtplib.html#smtplib.SMTP.login, https://docs.python.org/3/library/imaplib.html
  [['smtp.login(', 'imap.login(', 'ftp.login(', 'server.login(', 'mail.login('], 0],
  // https://www.php.net/manual/en/function.ldap-bind.php, https://www.php.net/manual/en/function.ftp-login.php
  [['ldap_bind(', 'ftp_login(', 'ssh2_auth_password(', 'imap_open('], 1],
  // https://metacpan.org/pod/DBI#connect, https://www.php.net/manual/en/mysqli.construct.php, https://www.php.net/manual/en/pdo.construct.php,
  // https://docs.oracle.com/en/java/javase/21/docs/api/java.sql/java/sql/DriverManager.html
  [['dbi->connect(', 'mysqli(', 'mysqli_connect(', 'new pdo(', 'getconnection('], 1],
];

function readCall(others: number): Rule['verify'] {
  const pattern = new RegExp(
    `\\(${SPACE}(?:${ANY}${SPACE},${SPACE}){${others}}${USER}${SPACE},${SPACE}${VALUE}\\2`,
    'y',
  );
  return ({ text, end }) => {
    pattern.lastIndex = end - 1;
    const [whole, user = '', , password = ''] = pattern.exec(text) ?? [];
    if (whole === undefined || !isGiven(password, user)) return undefined;
    const to = pattern.lastIndex - 1;
    return { start: to - password.length, end: to, confidence: 0.85 };
  };
}
const isGiven = (password: string, user: string): boolean =>
  isWorthHiding(password, user) && isStrongPassword(password);

// https://curl.se/libcurl/c/CURLOPT_USERPWD.html, https://curl.se/libcurl/c/CURLOPT_PROXYUSERPWD.html
const USER_PASSWORD = /userpwd["']?\s{0,4}(?:,|=>?|:)\s{0,8}["']([^\s"':]{0,64}):([^\s"']{6,128})/iy;
const readOption: Rule['verify'] = ({ text, start }) => {
  USER_PASSWORD.lastIndex = start;
  const [whole, user = '', password = ''] = USER_PASSWORD.exec(text) ?? [];
  if (whole === undefined || !isWorthHiding(password, user)) return undefined;
  const end = USER_PASSWORD.lastIndex;
  return { start: end - password.length, end, confidence: 0.85 };
};

// https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/CREATE-USER.html, https://mariadb.com/kb/en/set-password/
const STATEMENT =
  /(?:identified by(?: values)?|set password for [^\s=]{1,64} =)\s{1,4}(?:'([^'\r\n]{6,128})|"([^"\r\n]{6,128})|([^\s"';,]{6,128}(?<!\})))(?=["';,\s]|$)/iy;
/** A statement is written in capitals, or begins with what it does. */
const LOUD = /[A-Z]/;
const DEFINES = /\b(?:create|alter|grant)\b[^;]{0,160}$/i;
const STATEMENT_LENGTH = 200;
/** In prose, columns and people are identified by names. */
const CHOSEN = /[\d!#$%^&*@+~=]/;
const readStatement: Rule['verify'] = ({ text, start }) => {
  if (!LOUD.test(text.charAt(start)) && !DEFINES.test(text.slice(Math.max(0, start - STATEMENT_LENGTH), start)))
    return undefined;
  STATEMENT.lastIndex = start;
  const [whole, single, double, bare = ''] = STATEMENT.exec(text) ?? [];
  const password = single ?? double ?? bare;
  if (
    whole === undefined ||
    !isWorthHiding(password) ||
    (bare === '' ? !CHOSEN.test(password) : !isStrongPassword(bare))
  )
    return undefined;
  const end = STATEMENT.lastIndex;
  return { start: end - password.length, end, confidence: 0.85 };
};

// https://github.com/auth0/node-jsonwebtoken, https://nodejs.org/api/crypto.html#cryptocreatehmacalgorithm-key-options,
// https://docs.python.org/3/library/hmac.html, https://pkg.go.dev/crypto/hmac, https://nodejs.org/api/crypto.html#cryptocreatecipherivalgorithm-key-iv-options,
// https://pycryptodome.readthedocs.io/en/latest/src/cipher/aes.html, https://cryptography.io/en/latest/fernet/: what signs or
// encrypts, first or last of the arguments
const SIGNS =
  /(?:jwt\.(?:sign|verify|encode|decode)|createhmac|hmac\.new|hash_hmac|(?:create(?:de)?cipheriv)|aes\.new|fernet|secretkeyspec|totp)\(\s{0,24}(?:[^"'\x60()\r\n,]{1,64},\s{0,24}|["'][\w-]{1,16}["'],\s{0,24}){0,2}(?:\[\]byte\(|b(?=["'])|(?:bytes\.fromhex|bytearray\.fromhex|unhexlify|buffer\.from|base64\.b64decode)\(b?)?["'\x60]([^"'\x60\s]{12,256})["'\x60]/iy;
const SIGNING =
  'jwt. createhmac( hmac.new( hash_hmac( createcipheriv( createdecipheriv( aes.new( fernet( secretkeyspec( .totp('.split(
    ' ',
  );
const isDrawn = (value: string): boolean => looksRandom(value.slice(0, 64), 6) && !isPlaceholder(value);
const readSigned: Rule['verify'] = ({ text, start }) => {
  SIGNS.lastIndex = start;
  const value = SIGNS.exec(text)?.[1];
  if (value === undefined || !isDrawn(value)) return undefined;
  const end = SIGNS.lastIndex - 1;
  return { start: end - value.length, end, confidence: 0.85 };
};

export const calls: Family = {
  name: 'calls',
  detectors: [
    {
      id: 'call_password',
      title: 'a password or key in a call',
      group: 'secret',
      generic: true,
      rules: [
        ...CALLS.map(([anchors, others]) => ({ anchors, verify: readCall(others) })),
        { anchors: SIGNING, verify: readSigned },
        { anchors: ['userpwd'], verify: readOption },
        { anchors: ['identified by', 'set password for'], verify: readStatement },
      ],
    },
  ],
};
