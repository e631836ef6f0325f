import type { Family, Rule, Site } from '../detector.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { isVaried } from '../validators/randomness.js';
import { PROGRAMS } from './password-hashes/programs.js';
import { REALMS } from './password-hashes/realms.js';
import { WINDOWS } from './password-hashes/windows.js';

/*
 * Hashed passwords, which an attacker can guess at offline. Modular crypt formats as crypt(5) of libxcrypt lists them;
 * PHC strings: https://github.com/P-H-C/phc-string-format; the others name their source.
 */

const END = '(?![A-Za-z0-9./+=])';
const B64 = '[A-Za-z0-9./]';
const BCRYPT = new RegExp(String.raw`\$2[abxy]?\$\d\d\$${B64}{53}${END}`, 'y');
const CRYPT = new RegExp(
  String.raw`\$(?:1|5|6|apr1|md5)\$(?:rounds=\d{1,9}\$)?[^\s$:*"'\\]{1,16}\$(?:${B64}{22}|${B64}{43}|${B64}{86})${END}`,
  'y',
);
const YESCRYPT = new RegExp(String.raw`\$(?:y|gy|7)\$(?:${B64}{1,40}\$)?${B64}{1,90}\$${B64}{43}${END}`, 'y');
/** Parameters, salt and hash. */
const PHC =
  /\$(?:argon2(?:id|i|d)|scrypt|pbkdf2(?:-\w{1,10})?|bcrypt-sha256)\$[\w=,.$-]{1,64}\$[A-Za-z0-9+/.]{8,128}={0,2}\$[A-Za-z0-9+/.]{16,256}={0,2}/y;
// https://docs.djangoproject.com/en/5.2/topics/auth/passwords/, https://werkzeug.palletsprojects.com/en/stable/utils/
const PYTHON =
  /(?:pbkdf2_sha(?:1|256)\$\d{1,8}|bcrypt_sha256\$|pbkdf2:sha(?:1|256|512):\d{1,8}|scrypt:\d{1,7}:\d{1,2}:\d{1,2})\$[^\s$"']{1,64}\$[\w+/=]{27,256}/y;
// RFC 2307 section 5.3; `{SSHA512}` and its like came with OpenLDAP, see slapd-pw-pbkdf2(5) and slapd-pw-sha2(5).
const LDAP = /\{(?:S?SHA(?:256|384|512)?|S?MD5)\}[A-Za-z0-9+/]{22,200}={0,2}/y;
const LDAP_PBKDF2 = /\{PBKDF2(?:-SHA(?:1|256|512))?\}\d{3,8}\$[A-Za-z0-9./+=]{8,64}\$[A-Za-z0-9./+=]{20,128}/y;
// https://openwall.com/phpass/, and https://api.drupal.org with SHA-512
const PHPASS = /\$(?:[PH]\$[./0-9A-Za-z]{31}|S\$[./0-9A-Za-z]{52})(?![./0-9A-Za-z])/y;
// A line of pwdump: name, RID, LM hash, NT hash. https://attack.mitre.org/techniques/T1003/002/
const NTLM = /(?<=(:[a-f\d]{32}:[a-f\d]{32})):::/iy;
// Log-ins that were overheard, and tickets: https://hashcat.net/wiki/doku.php?id=example_hashes
const NET_NTLM =
  /::[\w.-]{0,64}:(?:[a-f\d]{16}:[a-f\d]{32}:[a-f\d]{16,4000}|[a-f\d]{48}:[a-f\d]{48}:[a-f\d]{16})(?![a-f\d])/iy;
const KERBEROS = /\$krb5(?:tgs|asrep|pa)\$\d{2}\$[^\s"'\\]{60,8000}|\$DCC2\$\d{1,8}#[^\s#]{1,64}#[a-f\d]{32}/iy;

/* Devices: types 8 and 9, and what an ASA writes: https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/security/d1/sec-d1-cr-book/sec-cr-e1.html */
const CISCO = new RegExp(String.raw`\$[89]\$${B64}{14}\$${B64}{43}${END}`, 'y');
const CISCO_4 = new RegExp(String.raw`secret 4 (${B64}{43})${END}`, 'y');
const ASA = /\$sha512\$\d{2,6}\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{22}==/y;
// https://www.gnu.org/software/grub/manual/grub/html_node/password_005fpbkdf2.html
const GRUB = /grub\.pbkdf2\.sha512\.\d{3,8}\.[A-F\d]{32,256}\.[A-F\d]{64,256}/iy;

/* Databases: https://www.postgresql.org/docs/current/catalog-pg-authid.html */
const SCRAM = /SCRAM-SHA-(?:1|256)\$\d{3,8}:[A-Za-z0-9+/]{12,64}={0,2}\$[A-Za-z0-9+/]{27,43}=:[A-Za-z0-9+/]{27,43}=/y;
const POSTGRES_MD5 = /["'|] ?(md5[a-f\d]{32})(?![a-f\d])/y;
// https://www.pgbouncer.org/config.html#authentication-file-format: a user and a hash, each in quotes
const BEHIND_USER = /(?:^|\n|\\n)[ \t]{0,8}"[^"\r\n]{1,63}" $/;
const beforeOf = ({ text, start }: Site): string => text.slice(Math.max(0, start - 80), start);
// https://www.mongodb.com/docs/manual/core/security-scram/, https://kafka.apache.org/documentation/#security_sasl_scram
const MONGO = /storedKey\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?((?:[A-Za-z0-9+/]{16}){0,1}[A-Za-z0-9+/]{27}=)/y;
// https://dev.mysql.com/doc/refman/8.4/en/password-hashing.html, …/caching-sha2-pluggable-authentication.html
const MYSQL = /(?:as ['"]|password ?\(?['"]|\| )(\*[A-F\d]{40})(?![A-F\d])/iy;
const MYSQL_SHA2 = /\$A\$\d{3}\$[^\r\n'"]{16,60}[A-Za-z0-9./]{43}(?![A-Za-z0-9./])|0x244124303035[A-F\d]{120,130}/iy;
// https://learn.microsoft.com/sql/t-sql/statements/create-login-transact-sql: a salt of 4 bytes, SHA-512 or SHA-1
const MSSQL = /0x0(?:200[A-F\d]{136}|100[A-F\d]{48})(?![A-F\d])/iy;
// https://docs.oracle.com/en/database/oracle/oracle-database/19/dbseg/configuring-authentication.html
const ORACLE = /by values '((?:S:[A-F\d]{60}|T:[A-F\d]{160}|H:[A-F\d]{32}|;){1,5})'/iy;
// https://github.com/dotnet/aspnetcore/blob/main/src/Identity/Extensions.Core/src/PasswordHasher.cs: how version 3 begins
const IDENTITY = /AQAAAA(?:EAACcQ|IAAYag)AAAAE[A-Za-z0-9+/]{60,66}={0,2}/y;

const USER = /[\w.$-]{1,64}$/;
/** The user stands before it; `::` is in all code, so that is looked at last. */
const readNetNtlm: Rule['verify'] = (site) => {
  const found = matchAt(NET_NTLM)(site);
  const [user] = found ? (USER.exec(site.text.slice(Math.max(0, site.start - 64), site.start)) ?? []) : [];
  return found && user !== undefined ? { ...found, start: found.start - user.length } : undefined;
};

export const passwordHashes: Family = {
  name: 'password-hashes',
  detectors: [
    {
      id: 'password_hash',
      title: 'the hash of a password',
      group: 'secret',
      rules: [
        { anchors: ['$2a$', '$2b$', '$2x$', '$2y$'], seams: true, verify: matchAt(BCRYPT) },
        { anchors: ['$1$', '$5$', '$6$', '$apr1$', '$md5$'], seams: true, verify: matchAt(CRYPT) },
        { anchors: ['$y$', '$gy$', '$7$'], seams: true, verify: matchAt(YESCRYPT) },
        { anchors: ['$argon2', '$scrypt$', '$pbkdf2', '$bcrypt-sha256$'], seams: true, verify: matchAt(PHC) },
        { anchors: ['pbkdf2_sha', 'bcrypt_sha256', 'pbkdf2:sha', 'scrypt:'], seams: true, verify: matchAt(PYTHON) },
        { anchors: ['{SHA', '{SSHA', '{MD5}', '{SMD5}'], seams: true, verify: matchAt(LDAP) },
        { anchors: ['{PBKDF2'], seams: true, verify: matchAt(LDAP_PBKDF2) },
        { anchors: ['$P$', '$H$', '$S$'], seams: true, verify: matchAt(PHPASS) },
        { anchors: [':::'], verify: matchAround(NTLM) },
        { anchors: ['::'], verify: readNetNtlm },
        { anchors: ['$krb5', '$DCC2$'], seams: true, verify: filtered(matchAt(KERBEROS), (value) => isVaried(value)) },
        { anchors: ['$8$', '$9$'], seams: true, verify: matchAt(CISCO) },
        { anchors: ['secret 4 '], verify: matchAt(CISCO_4) },
        { anchors: ['$sha512$'], seams: true, verify: matchAt(ASA) },
        { anchors: ['grub.pbkdf2.sha512.'], seams: true, verify: matchAt(GRUB) },
        { anchors: ['SCRAM-SHA-256$', 'SCRAM-SHA-1$'], seams: true, verify: matchAt(SCRAM) },
        {
          anchors: ["'md5", '"md5', '| md5'],
          verify: filtered(
            matchAt(POSTGRES_MD5, 0.85),
            (_, site) => site.isLabelled(/password|rolpass|passwd/) || BEHIND_USER.test(beforeOf(site)),
          ),
        },
        { anchors: ['storedKey'], verify: filtered(matchAt(MONGO, 0.85), (value) => isVaried(value)) },
        {
          anchors: ["as '*", 'as "*', "password '*", 'password "*', "password('*", '| *'],
          verify: filtered(matchAt(MYSQL), (value) => isVaried(value)),
        },
        { anchors: ['$A$00', '0x244124303035'], verify: matchAt(MYSQL_SHA2) },
        { anchors: ['0x0200', '0x0100'], verify: filtered(matchAt(MSSQL), (value) => isVaried(value)) },
        { anchors: ["by values 'S:", "by values 'T:"], verify: matchAt(ORACLE) },
        { anchors: ['AQAAAAEAACcQAAAAE', 'AQAAAAIAAYagAAAAE'], seams: true, verify: matchAt(IDENTITY) },
        ...PROGRAMS,
        ...WINDOWS,
        ...REALMS,
      ],
    },
  ],
};
