import type { Family, Site, Rule } from '../detector.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isWorthHiding } from '../validators/placeholders.js';
import { holdsRandom, looksRandom } from '../validators/randomness.js';
import { isPlace } from '../validators/references.js';

/*
 * Passwords in addresses. URLs: RFC 3986 section 3.2.1, `scheme://user:password@host`. Lists of `name=value`:
 * https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax (ADO.NET, ODBC),
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING, and URLs of JDBC drivers.
 */

const SCHEME = /(?<![A-Za-z\d])[A-Za-z][A-Za-z\d+.:-]{1,30}$/;
const LONGEST_SCHEME = 32;
/** Databases, brokers and directories: what is behind them is data, not a page. */
const STORES =
  /(?:postgres|pgsql|mysql|maria|mongo|redis|rediss|valkey|amqps?|mssql|sqlserver|oracle|clickhouse|cassandra|cockroach|neo4j|bolt|influx|couch|elastic|nats|kafka|mqtts?|ldaps?|db2|jdbc|odbc|snowflake|presto|trino|memcache|sqlalchemy|libsql|stomp)/i;
/** A user, perhaps none, and a password, perhaps in angle brackets, that ends at the last `@` before the host. */
const USERINFO =
  /:\/\/(<[^\s/@:"'<>`\\?#]{1,126}>|[^\s/@:"'<>`\\?#]{0,128}):(<[^\s/"'<>`\\]{1,126}>|[^\s/"'<>`\\]{1,128})@(?=[\w[$-])/y;
/** A token in place of a user. */
const TOKEN = /:\/\/([\w-]{20,128})@(?=[\w[])(?!\w{0,40}\.ingest|sentry)/y;

/** An `@` is where it could end userinfo: most URLs have none. */
function hasAt(text: string, from: number): boolean {
  const limit = Math.min(text.length, from + LONGEST_USERINFO);
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === AT) return true;
    if (code <= SPACE || code === SLASH || code === QUOTE) return false;
  }
  return false;
}
/** Hosts that belong to no one, in manuals: RFC 2606 sections 2 and 3. A login that is drawn at random is none of a manual. */
const OF_MANUALS = /^@(?:[a-z\d-]{1,63}\.){0,5}(?:example(?:\.(?:com|org|net))?|test|invalid)(?![a-z\d.-])/i;
const LONGEST_HOST = 255;
const isOfManual = (text: string, at: number, password: string): boolean =>
  OF_MANUALS.test(text.slice(at, at + LONGEST_HOST)) && !holdsRandom(password) && !isDevelopmentDefault(password);
const LONGEST_USERINFO = 258;
const SPACE = 0x20;
const QUOTE = 0x22;
const SLASH = 0x2f;
const AT = 0x40;

function readUrl(isStore: boolean, isSample = false): Rule['verify'] {
  return ({ text, start, end: from }) => {
    if (!hasAt(text, from)) return undefined;
    const scheme = SCHEME.exec(text.slice(Math.max(0, start - LONGEST_SCHEME), start))?.[0];
    if (scheme === undefined || (!isSample && STORES.test(scheme) !== isStore)) return undefined;
    USERINFO.lastIndex = start;
    const match = USERINFO.exec(text);
    if (match) {
      const [{ length }, user = '', password = ''] = match;
      const end = start + length - 1;
      // `scheme://user[:password]@host`, as a manual says what may be left out.
      if (user.endsWith('[') && password.endsWith(']') && !isPassword(password.slice(0, -1))) return undefined;
      if (!isPassword(password, user) || isOfManual(text, end, password) !== isSample) return undefined;
      return { start: end - password.length, end, confidence: 0.9 };
    }
    if (isSample) return undefined;
    TOKEN.lastIndex = start;
    const [token = '', value = ''] = TOKEN.exec(text) ?? [];
    const end = start + token.length - 1;
    return looksRandom(value) ? { start: end - value.length, end, confidence: 0.85 } : undefined;
  };
}

/** A few digits are a port. */
const isPassword = (password: string, user?: string): boolean =>
  isWorthHiding(password, user) && !/^\d{1,5}$/.test(password);

/** A value of a list; in braces or quotes, if it holds what would end it. */
const LISTED =
  /(?:password|pwd)=[ \t]{0,2}(?:\{([^{}\r\n]{3,128})\}|'([^'\r\n]{3,128})'|"([^"\r\n]{3,128})"|([^\s;&"'<>`\\]{3,128}))/iy;
const OTHER_NAMES =
  /\b(?:server|data source|host|hostaddr|port|database|dbname|initial catalog|uid|user id|user|username|driver|dsn|jdbc|trusted connection|integrated security|sslmode|encrypt)\b/;
/** Text of a program: `parts[`, `settings.password`, `new_password`. */
const CODE = /^[a-z_]\w*(?:\.\w+|[([]|\)\[|=$)|^[a-z_]*(?:password|passwd|pwd)$/i;

/** `user=user, password=given, …`: a variable that a call is given. */
const ARGUMENT = /^[a-z_]{1,32},$/;

/** Characters that may make another name of it, or end a part of a connection string. */
const BEFORE_NAME = 6;

/** `user=foo password=foopass` */
const userBefore = (text: string, start: number): string =>
  USER.exec(text.slice(Math.max(0, start - 80), start))?.[1] ?? '';
const USER = /\b(?:user|username|user id|uid)=([\w.-]{1,32})[;&\s]{1,2}$/i;

const readList: Rule['verify'] = (site: Site) => {
  const { text, start } = site;
  if (!/[;&?\s]/.test(text.charAt(start - 1))) return undefined;
  LISTED.lastIndex = start;
  const match = LISTED.exec(text);
  if (!match || !site.isLabelled(OTHER_NAMES)) return undefined;
  const [{ length }, braced, single, double, bare] = match;
  const whole = braced ?? single ?? double ?? bare ?? '';
  const from = start + length - whole.length - (bare === undefined ? 1 : 0);
  const value = bare === undefined ? whole : whole.replace(/[,.:)\]}]{1,5}$/, '');
  if (isPlace(value, text.slice(Math.max(0, start - BEFORE_NAME), start + 'pwd'.length))) return undefined;
  if (!isPassword(value, userBefore(text, start)) || (bare !== undefined && (CODE.test(value) || ARGUMENT.test(bare))))
    return undefined;
  return { start: from, end: from + value.length, confidence: 0.85 };
};

const QUOTED = String.raw`(?:"[^"\r\n]{0,256}"|'[^'\r\n]{0,256}')\s{0,4},\s{0,40}`;
// https://www.php.net/manual/en/mysqli.construct.php, https://www.php.net/manual/en/pdo.construct.php,
// https://docs.oracle.com/en/java/javase/21/docs/api/java.sql/java/sql/DriverManager.html: where, who, password
const ARGUMENTS = new RegExp(
  String.raw`(?:mysqli?_p?connect|new mysqli|new PDO|getConnection)\(\s{0,40}(?:${QUOTED}|[\w$.>-]{1,64}\s{0,4},\s{0,40})${QUOTED}["']([^"'\r\n]{3,128})(?=["'])`,
  'iy',
);
// https://www.postgresql.org/docs/current/libpq-pgpass.html: host:port:database:user:password
const PGPASS = /:\d{4,5}:[\w*-]{1,63}:[\w.*-]{1,63}:([^\s:"'\\]{3,128})(?=\s|$)/y;

// https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/data-sources-and-URLs.html: user/password@host
const ORACLE = /jdbc:oracle:(?:thin|oci8?):([\w$#]{1,30})\/([^\s/@"'<>]{3,64})@/iy;
const readOracle: Rule['verify'] = ({ text, start }) => {
  ORACLE.lastIndex = start;
  const [whole = '', user = '', password = ''] = ORACLE.exec(text) ?? [];
  if (!isPassword(password, user)) return undefined;
  const end = start + whole.length - 1;
  return { start: end - password.length, end, confidence: 0.9 };
};

export const connectionStrings: Family = {
  name: 'connection-strings',
  detectors: [
    {
      id: 'connection_string',
      title: 'the password of a database or broker',
      group: 'secret',
      generic: true,
      rules: [
        { anchors: ['://'], verify: readUrl(true) },
        { anchors: ['password=', 'pwd='], verify: readList },
        { anchors: ['jdbc:oracle:'], verify: readOracle },
        {
          anchors: [
            'mysql_connect(',
            'mysql_pconnect(',
            'mysqli_connect(',
            'new mysqli(',
            'new PDO(',
            'getConnection(',
          ],
          verify: filtered(matchAt(ARGUMENTS, 0.85), (value) => isWorthHiding(value, '')),
        },
        {
          anchors: [':5432:', ':5433:', ':6432:'],
          verify: filtered(matchAt(PGPASS, 0.85), (value) => isWorthHiding(value, '')),
        },
      ],
    },
    {
      id: 'url_password',
      title: 'a password in a URL',
      group: 'secret',
      generic: true,
      rules: [{ anchors: ['://'], verify: readUrl(false) }],
    },
    {
      id: 'sample_login',
      title: 'a login from a manual, at a host reserved for examples',
      group: 'known',
      sampleOf: 'url_password',
      rules: [{ anchors: ['://'], verify: readUrl(false, true) }],
    },
  ],
};
