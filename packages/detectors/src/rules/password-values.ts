import { isDevelopmentDefault } from '../validators/development-defaults.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import type { Value } from './labelled-value.js';
import { PASSWORD } from './secret-labels.js';
import { isOther, NAME } from './secret-values.js';
import { toWords } from './words.js';

/* Anything may be a password behind a label with less than chance, but not the words that stand in its place. */

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d\s]/u];
const classesOf = (text: string): number => CLASSES.filter((of) => of.test(text)).length;

const isPhrase = (text: string, name: string): boolean =>
  /phrase/i.test(name) && /^[\p{L}\d'-]{2,24}(?: [\p{L}\d'-]{2,24}){2,15}$/u.test(text) && !isPlaceholder(text);

/** `proxy.example.com:3128` */
const HOST = /^(?:localhost|[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,6}):\d{2,5}$/;
/** `passwd 1:4.13+dfsg1-1`, in a list of packages, and `GET /.htpasswd HTTP/1.1`. */
const RELEASE = /^(?:(?:\d{1,3}:)?\d{1,4}\.\d|HTTP\/\d)/;
/** `com.acme.passwords:core:2.0.1`: https://maven.apache.org/pom.html#Maven_Coordinates */
const COORDINATES = /^[\w.-]{1,64}:\d{1,4}\.\d{1,4}\.\d/;
/** The name of a type: `SecuritySchemeOauth2Application`. */
const TYPE_NAME = /^(?:[A-Z][a-z]{2,20}\d?){3,8}(?<!\d);?$/;
/** `Uint8Array`, `addInt32PrefixedString`: a name in code with the size of a type in it. */
const SIZE = /(?<=[Ii]nt|[Ff]loat|[Uu]tf|[Bb]ase|[Ss]ha|[Aa]es)\d{1,3}(?=[A-Z]|$)/g;
const CODE_NAME = /^[A-Za-z][a-z]{1,20}(?:[A-Z][a-z]{1,20}){1,8}$/;
const isSizedName = (text: string): boolean => /\d/.test(text) && CODE_NAME.test(text.replace(SIZE, ''));
/** `reset-password creds-name-1`, `getent passwd host-1`: what a command is given. */
const COMMAND = /(?:[a-z\d]-password|\bpasswd)$/;
/** `OBJ_pkcs9`, `KRB5_PROMPT_TYPE`: a constant of a program. */
const CONSTANT = /^[A-Z][A-Z\d]{1,15}(?:_[A-Za-z\d]{1,24}){1,8}$/;
const JOINED_WORDS = /^[a-z]{2,16}(?:[-_./][a-z\d]{1,16}){1,6}$/;
/** `Passwort vergessen?`, on pages in other languages. */
const FORGOTTEN = /^(?:vergess|oubli|olvid|esquec|dimentic|vergeten|gl[öe]m|zapom|unut|unohd|elfelej)/iu;
/** Sentences of languages that have no spaces: of a test that passes, and what a password has to be. */
const SENTENCE = /[\u3041-\u30fa\u4e00-\u9fff\uac00-\ud7a3]{4}/;
const DEMAND = /文字|字符|字元|位以上|자리|이상/;
const isSentence = (text: string, name: string): boolean =>
  (SENTENCE.test(text) && /(?:^|[^A-Za-z])pass$/.test(name) && !looksRandom(text)) || DEMAND.test(text);

/** Digits do not make `secret-2` or `items[1].password` a password, but `Password123`. */
const NAMES_A_SECRET = /pass|secret|pwd|psk/i;
const WITH_DIGITS = /^(?=.{10})(?:[A-Z][a-z]{1,20}){1,8}\d{1,6}$/;

/** How far from words what has no digit must be: quoted texts are words more often, and names have no such signs. */
const certaintyOf = (text: string, isQuoted: boolean): number => (/\w[!#$%^*@~+]\w/.test(text) ? 1 : isQuoted ? 5 : 4);

/** Words with a sign between them, as people choose a password: `Winter#falcon`. An address has a dot behind its sign. */
const WORDS_AND_SIGN = /^[\p{L}\d]{3,24}[!#$%^&*@~+?=][\p{L}\d]{3,24}[!#$%^&*@~+?.]{0,2}$/u;
/** Without quotes some signs compute, and words with one are a fragment of a URL or two values. */
const isWordsAndSign = ({ text, isQuoted, isLoose, isFar, isVariable }: Value): boolean =>
  WORDS_AND_SIGN.test(text) &&
  (isQuoted || (!isLoose && !isFar && (isVariable || !(/\p{Lu}|\d/u.test(text) ? /[*+=?]/ : /[*+=?@~$%]/).test(text))));

const isListed = (text: string, name: string): boolean =>
  RELEASE.test(text) ||
  FORGOTTEN.test(text) ||
  (CONSTANT.test(text) && !looksRandom(text)) ||
  (COMMAND.test(name) && JOINED_WORDS.test(text) && !looksRandom(text));

/** `Pepper-Karton-Kupfer-251`, `6MQu ROcW GOlK wven`: as people choose one, and as WordPress and Google write theirs. */
const CHOSEN = /^(?:[A-Z][a-z]{2,12}[-_.]){2,5}\d{2,6}[!#$%&*]?$/;
const IN_GROUPS = /^(?:[A-Za-z\d]{4} ){3,5}[A-Za-z\d]{4}$/;
const isChosen = ({ text, isQuoted, isVariable }: Value): boolean =>
  (isQuoted || isVariable) && (CHOSEN.test(text) || (IN_GROUPS.test(text) && looksRandom(text.replaceAll(' ', ''))));

export function isPassword(value: Value): boolean {
  const { text, isQuoted, isVariable, name } = value;
  if (value.isBelow) return false; // the next paragraph
  const isLoose = value.isLoose || value.isFar;
  if (isDevelopmentDefault(text)) return !isLoose;
  if (isChosen(value)) return true;
  if (/\s/.test(text)) return isQuoted && !isLoose && isPhrase(text, name);
  const hasBoth = /\d/.test(text) && /\p{L}/u.test(text);
  if (!hasBoth && !isVariable && !isWordsAndSign(value) && !looksRandom(text, certaintyOf(text, isQuoted)))
    return false;
  // `set-remote-password|show-message-1`: a list of names
  if (value.sign === '|' && isListed(text, name)) return false;
  if (isLoose && !isQuoted && (text.length < 8 || classesOf(text) < 3 || isListed(text, name))) return false;
  if (!isQuoted && !isVariable && ((TYPE_NAME.test(text) && !looksRandom(text)) || isSizedName(text))) return false;
  if (isSentence(text, name) || (!isQuoted && COORDINATES.test(text))) return false;
  if (
    !isVariable &&
    NAMES_A_SECRET.test(text) &&
    classesOf(text) < CLASSES.length &&
    !WITH_DIGITS.test(text) &&
    !looksRandom(text)
  )
    return false;
  const isName = !isVariable && NAME.test(text) && !looksRandom(text, /\d/.test(text) ? 2 : undefined);
  return !isOther(value) && !isName && !HOST.test(text) && !isPlaceholder(text);
}

/** Without a label of its own: in prose, in a login. */
export const isBarePassword = (text: string): boolean =>
  isPassword({
    text,
    readAll: () => text,
    isQuoted: false,
    isLoose: true,
    isBelow: false,
    isFar: false,
    isLoud: false,
    isVariable: false,
    sign: '',
    name: '',
  });
/** Far enough from words that only a word for a login need stand before it. */
export const isStrongPassword = (text: string): boolean =>
  isBarePassword(text) && (classesOf(text) > 3 || looksRandom(text));

/** Below the name of a column: words are what a table explains. */
export const isColumnPassword = (value: Value): boolean =>
  (classesOf(value.text) > 2 || looksRandom(value.text)) && isPassword(value);

/** Behind a label that is misspelt. */
export const isMisspeltPassword = (value: Value): boolean =>
  !value.isLoose && !value.isFar && classesOf(value.text) > 2 && isPassword(value);

/** `{ "rule-1password": "^12.0.0" }` */
const VERSION = /^[~^]?\d{1,5}\.\d{1,5}\.\d{1,5}/;

/** Under a key that says enough. */
export function isKeyedPassword({ text, name }: Value): boolean {
  if (isDevelopmentDefault(text)) return true;
  if (isSentence(text, name)) return false;
  if (text.length < 6 || VERSION.test(text) || isPlaceholder(text) || PASSWORD.test(toWords(text))) return false;
  return !/\s/.test(text) || isPhrase(text, name);
}
