import { TYPES } from '@mcp-guard/detectors';

/*
 * Every corpus has names of its own for what it holds: `github-pat`, `US_SSN`, `aws-access-token`.
 * A finding is of the right type when it names the same vendor, or the same kind of number.
 */

/** What others call by words of their own; the longest beginning of a name counts. */
export const ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['1password', ['onepassword']],
  ['aba', ['us routing']],
  ['artifactory', ['jfrog']],
  ['bank', ['bank account']],
  ['basic auth', ['auth header', 'url password', 'command password']],
  ['bearer', ['auth header']],
  ['bip39', ['seed phrase']],
  ['bitcoin', ['btc']],
  ['cisco meraki', ['meraki']],
  ['crypto', ['btc', 'eth', 'wallet', 'crypto']],
  ['curl', ['command password', 'auth header', 'url password']],
  ['database', ['connection string', 'url password']],
  ['date', ['date of birth']],
  ['de fuehrerschein', ['de driving licence']],
  ['de handelsregister', ['de commercial register']],
  ['dob', ['date of birth']],
  ['es nif', ['es dni']],
  ['ethereum', ['eth']],
  ['fi personal identity', ['fi hetu']],
  ['flyio', ['fly']],
  ['gcp', ['google']],
  ['gcp service', ['google', 'private key']],
  ['generic', ['secret', 'password']],
  ['hashicorp tf', ['terraform']],
  ['hashicorp vault', ['vault']],
  ['ip', ['ipv4', 'ipv6']],
  ['jdbc', ['connection string', 'url password']],
  ['json web token', ['jwt']],
  ['kfz', ['vehicle plate']],
  ['licence plate', ['vehicle plate']],
  ['location', ['address']],
  ['medical licence', ['us dea']],
  ['microsoft teams', ['teams']],
  ['mnemonic', ['seed phrase']],
  ['mobile', ['phone']],
  ['mysql', ['connection string', 'url password']],
  ['name', ['person name']],
  ['netrc', ['login file']],
  ['openssh', ['private key']],
  ['pgp', ['private key']],
  ['plz', ['address']],
  ['postal code', ['address']],
  ['postcode', ['address']],
  ['postgres', ['connection string', 'url password']],
  ['postgresql', ['connection string', 'url password']],
  ['redis', ['connection string', 'url password']],
  ['routing', ['us routing']],
  ['rsa', ['private key']],
  ['sendinblue', ['brevo']],
  ['social security', ['ssn']],
  ['ssh', ['private key']],
  ['street', ['address']],
  ['swift', ['bic']],
  ['telephone', ['phone']],
  ['th tnin', ['th id']],
  ['tr national id', ['tr kimlik']],
  ['travisci', ['travis']],
  ['uri', ['url password', 'connection string']],
  ['vat', ['eu vat']],
  ['vehicle registration', ['vehicle plate']],
]);
const LONGEST_ALIAS = 3;

/**
 * Whether what a corpus calls `label` may be what we call `type`: both begin with the same
 * vendor or word. Types of a country must agree in the next word too, but a label with a
 * country may also be of a type without one: `US_SSN` is `ssn`.
 * Samples of manuals and passwords that programs come with have types of their own, whatever they are samples of.
 */
export function isRightType(label: string, type: string): boolean {
  if (TYPES.get(type)?.group === 'known') return true;
  const ours = toWords(type);
  const words = toWords(label);
  const names = isCountry(words[0]) ? [words, words.slice(1)] : [words];
  return names.some((name) => isSame(name, ours) || aliasesOf(name).some((alias) => isSame(alias.split(' '), ours)));
}

function isSame(name: readonly string[], type: readonly string[]): boolean {
  if (isCountry(type[0])) {
    const length = Math.min(name.length, type.length);
    return length > 1 && type.slice(0, length).join(' ') === name.slice(0, length).join(' ');
  }
  const begins = new Set(name.map((_, index) => name.slice(0, index + 1).join(''))); // NEW_RELIC_KEY is of newrelic
  return begins.has(type[0] ?? '') || begins.has(type.join(''));
}

function aliasesOf(name: readonly string[]): readonly string[] {
  for (let length = LONGEST_ALIAS; length > 0; length--) {
    const aliases = ALIASES.get(name.slice(0, length).join(' '));
    if (aliases) return aliases;
  }
  return [];
}

/** In lower case, and in one spelling where there are two. */
const toWords = (name: string): readonly string[] =>
  (
    name
      .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
      .toLowerCase()
      .match(/[\p{L}\d]+/gu) ?? []
  ).map((word) => SPELLINGS.get(word) ?? word);
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['license', 'licence'],
  ['driver', 'driving'],
  ['drivers', 'driving'],
]);

/** No vendor of ours has a name of two letters. */
const isCountry = (word: string | undefined): boolean => word?.length === 2 && word !== 'ip';
