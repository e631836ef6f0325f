import { isDevelopmentDefault } from './development-defaults.js';
import { isPublicLogin } from './public-logins.js';
import { holdsRandom, looksRandom } from './randomness.js';

/*
 * Texts that stand where a secret will be, or hide one: nothing is given away with them. What was drawn at random is
 * none of them, whatever is put around it.
 */

/** `${NAME}`, `$NAME`, `$(command)`, `{{ name }}`, `{name}`, `<name>`, `[NAME]`, `%NAME%`, `%s`, `%(name)s`, `#{name}`, `@name@`, `:name`, `&name`. */
const VARIABLE =
  /^(?:\$\w{1,64}(?:\\\w{1,3}){0,4}$|[$#]?[({[]{1,2}[^\d)}\]]{1,64}[)}\]]{1,2}$|\$\{|\$\(|\{\{|\{\d{0,2}\}$|<[^>]{1,100}>$|&lt;[\w .-]{1,60}&gt;|%[\w-]{1,64}%$|%[sdv@]$|%\(\w|@\w{1,64}@$|[:&*][a-z]\w{0,63}$|`)/i;
/** Encrypted, as SOPS, hiera-eyaml, Spring Cloud Config, AWS KMS and Sealed Secrets write it. */
const ENCRYPTED =
  /^(?:ENC\[(?:AES256_GCM,data:|PKCS7,|GPG,)|\{cipher\}[\da-f]{32}|AQICAH[A-Za-z\d+/]{20}|Ag[ABC][A-Za-z\d+/]{50})/;
/** `****`, `xxxx-xxxx`, `....`, `____`, and what has four of them in a row in it or three full stops. */
const MASK = /[*•●#]{3}|x{5}|\.{3}|…|^[xX*•.#?_ -]{1,200}$/i;
/** The visible part of a masked value. `eyJ…` begins every JSON web token and tells nothing. */
const SHOWN = /[*•●#]{3,}|x{5,}|\.{3,}|…|eyJ[\w-]{0,64}/i;
/** A value that was cut short shows at most this many characters: more is nearly all of it. */
const MAX_SHOWN = 15;
const SAME = /^(.)\1*$/su;
/** Words that ask for a value to be filled in, wherever they stand in it. */
const ASKING =
  /(?:^|[^a-z])(?:your|my|put|insert|replace|enter|add|fill|change|the|here|some|a)[-_ .]?(?:own|real|actual|api|access|secret|auth|client|user|db|database|private|bot|super)?[-_ .]?(?:key|token|secret|pass(?:word|phrase)?|credentials?|value|me|this|it|here|id)(?![a-z])|placeholder|redacted|dummy|not[-_ ]?(?:set|used|real)|todo|fixme|[-_ ]here$/i;
/** The word for a password in other languages, perhaps with whose it is and a number. */
const OTHER_WORDS =
  /^(?:あなたの|您的|你的)?(?:passwort|kennwort|contrase[nñ]a|senha|clave|mot[-_ ]?de[-_ ]?passe|wachtwoord|l[oö]senord|has[lł]o|heslo|jelsz[oó]|parola|пароль|密码|密碼|パスワード|비밀번호)[-_ ]?\d{0,3}$/i;
/** Words that are the whole text and stand for its kind or for nothing. */
const WORDS =
  /^(?:none|null|nil|incomplete|undefined|true|false|yes|no|on|off|empty|n\/?a|string|number|integer|boolean|bool|object|array|any|str|int|bytes|text|varchar|unknown|optional|required|default|hidden|masked|secret|password|passwd|passphrase|pass|pwd|psw|user|username|login|(?:token|key|api[-_ ]?key)(?:[-_]?\d{1,4})?|access[-_ ]?token|auth|bearer|basic|value|test|testing|example|sample|foo|bar|baz|foobar|abc|xyz|username:token|arg|args|(?:some)?salt\d{0,4}|base64(?:url)?|utf-?8|latin1|hex|md5|sha-?\d{1,3}|bcrypt|scram-sha-\d{1,3}(?:-plus)?|(?:digest|cram)-md5|scrypt|argon2\w{0,2}|pbkdf2)$/i;

/*
 * A value in the words of who asks for it: `your-secure-password`, `a-random-string-at-least-32-characters-long`,
 * `votre-mot-de-passe`. It begins with whose it is or what to do, has a word for a secret, and nothing but words.
 */
const OWNERS =
  'your|dein|deine|dei|ihr|ihre|tu|su|votre|ton|tuo|vostro|seu|sua|teu|jouw|uw|din|ditt|twoj|twoje|ваш|твой|ваша';
const ORDERS = 'insert|enter|put|type|use|choose|set|pick|generate|create|replace|change|add|fill';
const ARTICLES = 'an?|some|any|the|ein|eine|un|una|une|um|uma|en|ett';
const ADJECTIVES =
  'random|long|very|strong|secure|secret|safe|unique|complex|good|zufällig|sicheres|geheimes|segura?|sécurisé|sicura?|veilig';
const BEGIN = new RegExp(`^(?:${OWNERS}|${ORDERS}|(?:${ARTICLES}) (?:${ADJECTIVES}))(?: |$)`, 'iu');
const NOUN =
  /pass(?:word|phrase|wort|e|ord)|passwd|kennwort|contrase[nñ]a|senha|wachtwoord|l[oö]senord|has[lł]o|парол|secret|geheim|schl[uü]ssel|token|key|cl[eé]f?|clave|chiave|chave|string|value|wert|credential/iu;
/** `Passwort123`, `32`, `256`, and names of algorithms and protocols. */
const OF_WORDS =
  /^(?:\p{L}+|\d{1,4}|\p{L}*(?:word|wort|key|token|secret)\d{1,4}|(?:sha|aes|hs|rs|es|oauth|base|utf|v)\d{1,3}|\d{1,4}bits?)$/iu;
const MAX_PROSE = 100;

function isProse(text: string): boolean {
  if (text.length > MAX_PROSE || !NOUN.test(text)) return false;
  const words = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').split(/[^\p{L}\p{M}\p{N}]+/u);
  return BEGIN.test(words.join(' ')) && words.every((word) => word === '' || OF_WORDS.test(word));
}

/** `WinDLL('kernel32')`, `os.environ.get("TOKEN")`, `strict=False`: what a program computes or is given. */
const OF_CALL =
  /^[A-Za-z_][\w.]{0,60}\(["'][\w ./:-]{0,60}["']\)$|^[a-z_]\w{1,40}=(?:[Tt]rue|[Ff]alse|None|null|nil|\d{1,6})$/;

const isMask = (text: string): boolean =>
  MASK.test(text) &&
  !text
    .split(SHOWN)
    .some((part) => part.split(/[^A-Za-z\d+/]+/).some((run) => run.length > MAX_SHOWN && looksRandom(run)));

/** Parts of a regular expression, which no value has: `ghp_[A-Za-z0-9]{36}`, `(?:…`, `\.(gz|zip)$`. */
const OF_PATTERN =
  /\[\^?(?:[^\s[\]]{0,24}?(?:\w-\w|\\[dswDSW])[^\s[\]]{0,24})\](?:\{\d{1,4}(?:,\d{0,4})?\}|[*+?])?|\(\?(?:[:!=]|<[!=])|\\{0,2}\((?:[\w.]{1,16}\\{0,2}\|){1,16}[\w.]{1,16}\\{0,2}\)/g;
function isPattern(text: string): boolean {
  if (!text.includes('[') && !text.includes('(?') && !text.includes('|')) return false;
  const others = text.replace(OF_PATTERN, ' ');
  return others !== text && !others.split(/[^A-Za-z\d]+/).some((part) => looksRandom(part));
}

/** A text is a variable, an expression, a mask, or one character again and again. */
export const isMasked = (text: string): boolean =>
  ((VARIABLE.test(text) || OF_CALL.test(text)) && !holdsRandom(text)) ||
  isPattern(text) ||
  isMask(text) ||
  SAME.test(text) ||
  ENCRYPTED.test(text) ||
  isRow(text);

/**
 * A text is masked, a kind of value or a word for what belongs there, also in base64. `EXAMPLE` inside of one excuses
 * nothing.
 */
export const isPlaceholder = (text: string): boolean => isWordForIt(text) || isWordForIt(fromBase64(text));

/**
 * A token is only filled up behind its prefix: with one character again and again, or with the alphabet. What has more
 * before the filler may be a token to which somebody glued it.
 */
export function isFiller(text: string): boolean {
  if (text.length > MAX_ROW) return false;
  const last = text.length - 1;
  let same = last;
  while (same > 0 && text.charCodeAt(same - 1) === text.charCodeAt(last)) same--;
  let row = last;
  while (row > 0 && follows(text.charCodeAt(row - 1) | SMALL, text.charCodeAt(row) | SMALL)) row--;
  const start = Math.min(same, row);
  return text.length - start >= FILLED && start <= LONGEST_PREFIX && !holdsRandom(text.slice(0, start));
}
const FILLED = 12;
const LONGEST_PREFIX = 16;

/**
 * Nearly all characters follow one that stands before them, or are the same: `1234567890abcdef1234567890abcdef`,
 * `12345678-0000-0000-0000-abcdef012345`, `1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d`; or a few of which most do come again and
 * again: `abc123abc123abc123`.
 */
function isRow(text: string, least: number = MIN_ROW): boolean {
  if (text.length < least || text.length > MAX_ROW) return false;
  const isParted = text.includes('-');
  const joined = isParted ? text.replaceAll('-', '') : text;
  let steps = 0;
  for (let at = 1; at < joined.length; at++) {
    const code = joined.charCodeAt(at) | SMALL;
    const before = joined.charCodeAt(at - 1) | SMALL;
    const isNext = follows(before, code) || (isParted && follows(joined.charCodeAt(at - 2) | SMALL, code));
    if (code === before || isNext) steps++;
  }
  const share = steps / (joined.length - 1);
  return share >= IN_ROW || isCountedBytes(joined) || (share >= IN_REPEATED && REPEATED.test(joined));
}

/** `000102030405060708090a0b`: each byte is one more than the one before it. */
function isCountedBytes(hex: string): boolean {
  if (!/^0[01]0[12]/.test(hex) || !/^(?:[\da-f]{2})+$/i.test(hex)) return false;
  const bytes = Buffer.from(hex, 'hex');
  return bytes.every((byte, index) => index === 0 || byte === bytes[index - 1]! + 1);
}

/** The same of what stands in the place of a secret: letters and digits only. */
export const isSampleRow = (text: string): boolean => /^[A-Za-z\d]+$/.test(text) && isRow(text, 16);
const MIN_ROW = 20;
/** The same six characters or fewer again and again, in any case. */
const REPEATED = /^([a-z\d]{2,6})\1+[a-z\d]{0,5}$/i;
const IN_REPEATED = 0.6;
const MAX_ROW = 128;
const IN_ROW = 0.85;
/** The bit of ASCII that makes letters small; digits have it. */
const SMALL = 0x20;

/** `b` behind `a`, and the begin behind the end of digits, hex digits and the alphabet. */
function follows(before: number, code: number): boolean {
  if (code === before + 1) return true;
  const isEnd = before === 0x39 || before === 0x66 || before === 0x7a;
  return isEnd && (code === 0x30 || code === 0x31 || code === 0x61);
}

const isWordForIt = (text: string): boolean =>
  isMasked(text) ||
  WORDS.test(text) ||
  OTHER_WORDS.test(text) ||
  ((ASKING.test(text) || isProse(text)) && !holdsRandom(text));

/** Text of letters, or nothing. */
function fromBase64(text: string): string {
  if (text.length > MAX_PROSE || text.length % 4 !== 0 || !/^[A-Za-z\d+/]{4,}={0,2}$/.test(text)) return '';
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return /^[A-Za-z][\w -]{2,}$/.test(decoded) ? decoded : '';
}

/**
 * A password is only described: `user:user`, `user:password` and `user:$PASSWORD` stand in every manual. One that a
 * program comes with is, by the name of what it is.
 */
export const isWorthHiding = (password: string, user = ''): boolean =>
  isDevelopmentDefault(password) ||
  (password !== user &&
    password.length >= 3 &&
    !isPlaceholder(password) &&
    !isPublicLogin(user, password) &&
    !isPairOfWords(user, password));

/** `proxyuser:proxypass`, `login-on-proxy:passwd-on-proxy`, `app:app_password`: each is the word for what belongs there. */
function isPairOfWords(user: string, password: string): boolean {
  const secret = password.toLowerCase().replace(PASSWORD_WORD, WORD);
  return (
    secret !== password.toLowerCase() &&
    !/\d/.test(password) &&
    (secret === user.toLowerCase().replace(USER_WORD, WORD) ||
      (user !== '' && secret.replace(END, '') === user.toLowerCase()))
  );
}
const WORD = '\0';
const USER_WORD = /user(?:[-_.]?name)?|login|access[-_.]?key(?:[-_.]?id)?/;
const PASSWORD_WORD = /pass(?:[-_.]?word|wd|wrd)?|pwd|pw(?![a-z])|secret(?:[-_.]?access)?[-_.]?key/;
// oxlint-disable-next-line no-control-regex -- the sign that stands for the word
const END = /[-_.]?\0$/;
