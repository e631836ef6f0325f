import type { Family, Rule } from '../detector.js';
import { LABELLED_SECRET } from '../own-types.js';
import { LOUD_ANCHORS, readGlued } from '../rules/glued-value.js';
import { inColumn, inStatement } from '../rules/columns.js';
import { readBefore, readCompared } from '../rules/before-label.js';
import { BARE_KEY, KEY_NAME, LONE_KEY, KEY_NAME_ANCHORS } from '../rules/key-names.js';
import { KEY_PARAMETER } from '../rules/key-parameter.js';
import { atLabel, LABELLED, underKey } from '../rules/labelled-value.js';
import {
  GLUED_PASSWORD,
  MISSPELT_PASSWORD,
  MISSPELT_PASSWORDS,
  MISSPELT_SECRET,
  MISSPELT_SECRETS,
} from '../rules/misspelt.js';
import {
  isColumnPassword,
  isKeyedPassword,
  isMisspeltPassword,
  isPassword,
  isStrongPassword,
} from '../rules/password-values.js';
import { readRemote } from '../rules/remote-value.js';
import { readShortOption, SHORT_OPTIONS } from '../rules/short-option.js';
import {
  isBehindSpace,
  isForeign,
  PASSWORD,
  PASSWORD_ANCHORS,
  SECRET,
  SECRET_ANCHORS,
  TRANSLATED_ANCHORS,
  TRANSLATED_KEY,
} from '../rules/secret-labels.js';
import {
  isCertainSecret,
  isMisspeltSecret,
  isKeyedSecret,
  isKeyItself,
  isLoneKey,
  isNamedSecret,
  isSecret,
} from '../rules/secret-values.js';
import { filtered, matchAt } from '../rules/verify.js';
import { isEndOfAccount } from '../validators/references.js';

/*
 * Secrets that have no form of their own: their label gives them away, as a name in code, in configuration or in
 * prose, or as the key of a JSON value. See CWE-798 and CWE-312.
 */

const readPassword = atLabel(
  { words: PASSWORD, accept: isPassword },
  { words: GLUED_PASSWORD, accept: isMisspeltPassword },
);

/** A user and a password behind a word for both. */
const LOGIN =
  /(?:(?:creds?|creden[tcz]\p{L}{2,6}|logins?|identifiants|zugangsdaten|anmeldedaten|inloggegevens|доступ)(?: (?:for|pour|für|para|per|voor|к)(?: [\p{L}\d.-]{2,24}){1,2})?["'\x60*]{0,3}(?:\s(?:is|are)|\s?[:=])?|(?:log|sign)(?:ged)? ?in (?:with|as|using))\s{1,2}["'\x60]?[\w.@-]{2,64}\s?[:/]\s?([^\s"'\x60,;<>/]{8,64})/iuy;
const readLogin = filtered(matchAt(LOGIN, LABELLED), (value) => isStrongPassword(value) && !isEndOfAccount(value));

/** Words stand between the label and its colon, a dash or a verb: `пароль от базы: …`, `ο κωδικός του … είναι …`. */
const LABEL_OF_WORDS = 'парол[ья]|парола|hasło|heslo|jelszó|şifre|密码|비밀번호|סיסמ[הא]|(?:مرور|سر)|κωδικ[όο]ς?|khẩu';
const WORDS_BEHIND = new RegExp(
  `(?:${LABEL_OF_WORDS})(?:(?: \\p{L}{1,16}){1,4}(?<! (?:là|είναι|היא|هي|это))|(?: \\p{L}{1,16}){0,4} ?(?:[—–]|(?<= )(?:là|είναι|היא|هي|это)))$`,
  'iu',
);
const ASSIGNED_WORD = /[: ] ?["'«\x60]?([^\s"'\x60,;<>»]{8,64})/y;
const readForeign = filtered(
  matchAt(ASSIGNED_WORD, LABELLED),
  (value, { text, start }) =>
    !/^\p{L}*[.,]?$/u.test(value) &&
    WORDS_BEHIND.test(text.slice(Math.max(0, start - 60), start)) &&
    isStrongPassword(value),
);

/** `I reset it to …`: of what was spoken before. */
const CHANGE = /(?:set|changed) it to ["'\x60*]{0,2}([^\s"'\x60,;<>()=/\\]{8,64})/iy;
const readChange = filtered(matchAt(CHANGE, LABELLED), isStrongPassword);

/** A label of another script has nothing but its last character for an anchor. */
const behindForeign =
  (read: Rule['verify']): Rule['verify'] =>
  (site) =>
    (site.text.charAt(site.start) !== ' ' || isBehindSpace(site)) && isForeign(site) ? read(site) : undefined;

const TRANSLATED = { words: TRANSLATED_KEY, accept: isCertainSecret, certainty: 4 };
const readTranslated = atLabel(TRANSLATED);
const NAMED = { words: KEY_NAME, accept: isNamedSecret, certainty: 4 };
const LONE = { words: LONE_KEY, accept: isLoneKey, certainty: 4 };
const BARE = { words: BARE_KEY, accept: isKeyItself, certainty: 4 };

export const generic: Family = {
  name: 'generic',
  detectors: [
    {
      id: 'password',
      title: 'a password',
      group: 'secret',
      generic: true,
      rules: [
        { anchors: PASSWORD_ANCHORS, verify: readPassword },
        { anchors: [':', '=', '-', ' '], isBehindForeign: true, verify: behindForeign(readPassword) },
        { anchors: MISSPELT_PASSWORDS, verify: atLabel({ words: MISSPELT_PASSWORD, accept: isMisspeltPassword }) },
        { anchors: [' as the pass', ' as password', ' as your pass', ' as my pass'], verify: readBefore },
        {
          anchors: [
            'cred',
            'login',
            'log in ',
            'sign in ',
            'identifiants',
            'zugangsdaten',
            'anmeldedaten',
            'inloggegevens',
          ],
          verify: readLogin,
        },
        { anchors: [':', ' '], isBehindForeign: true, verify: readForeign },
        { anchors: ['set it to ', 'changed it to '], verify: readChange },
        { anchors: ['password', 'passwd', 'pwd', '_pass', '.pass'], verify: readCompared(isPassword) },
        { anchors: PASSWORD_ANCHORS, verify: inColumn(PASSWORD, isColumnPassword) },
        { anchors: ['insert into', 'copy'], verify: inStatement(PASSWORD, isColumnPassword) },
        { key: PASSWORD, verify: underKey(isKeyedPassword) },
      ],
    },
    {
      id: LABELLED_SECRET,
      title: 'a labelled secret',
      group: 'secret',
      generic: true,
      rules: [
        {
          anchors: SECRET_ANCHORS,
          verify: atLabel({ words: SECRET, accept: isSecret, certainty: 3 }, NAMED, BARE, LONE),
        },
        { anchors: KEY_NAME_ANCHORS, verify: atLabel(NAMED) },
        { anchors: TRANSLATED_ANCHORS, verify: readTranslated },
        { anchors: [':', '=', '-', ' '], isBehindForeign: true, verify: behindForeign(readTranslated) },
        { anchors: [' '], isBehindForeign: true, verify: behindForeign(readRemote(TRANSLATED_KEY, true)) },
        { anchors: ['key', 'token', 'secret'], verify: readRemote(SECRET) },
        { anchors: ['key'], verify: readRemote(KEY_NAME) },
        { anchors: TRANSLATED_ANCHORS, verify: readRemote(TRANSLATED_KEY) },
        {
          anchors: MISSPELT_SECRETS,
          verify: atLabel({ words: MISSPELT_SECRET, accept: isMisspeltSecret, certainty: 4 }),
        },
        KEY_PARAMETER,
        { anchors: LOUD_ANCHORS, verify: readGlued },
        { anchors: SHORT_OPTIONS, verify: readShortOption },
        { anchors: ['key', 'token', 'secret'], verify: readCompared(isSecret) },
        { anchors: ['key', 'token', 'secret'], verify: inColumn(SECRET, isSecret) },
        { anchors: ['insert into', 'copy'], verify: inStatement(SECRET, isSecret) },
        { key: SECRET, verify: underKey(isKeyedSecret) },
        { key: KEY_NAME, verify: underKey(isNamedSecret) },
      ],
    },
  ],
};
