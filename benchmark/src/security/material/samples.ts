import { ALNUM, BASE32, BASE64, BASE64URL, DIGITS, HEX, LOWER, UPPER, type Random } from '../harness/random.js';

/** Something that must not pass: made up, of the right shape and with right check digits. */
export interface Sample {
  readonly type: string;
  /** What distinguishes a type from other text: `password = `. */
  readonly label: string;
  readonly secret: string;
}

type Make = (random: Random) => string;

/** Whose values are known by themselves. */
const TOKENS: Readonly<Record<string, Make>> = {
  'AWS access key id': (r) => `${r.pick(['AKIA', 'ASIA'])}${r.text(16, BASE32)}`,
  'GitHub personal token': (r) => `ghp_${r.text(36, ALNUM)}`,
  'GitHub app token': (r) => `${r.pick(['gho_', 'ghs_', 'ghu_'])}${r.text(36, ALNUM)}`,
  'GitHub fine-grained token': (r) => `github_pat_${r.text(22, ALNUM)}_${r.text(59, ALNUM)}`,
  'GitLab token': (r) => `glpat-${r.text(20, BASE64URL)}`,
  'Slack bot token': (r) => `xoxb-${r.text(12, DIGITS)}-${r.text(13, DIGITS)}-${r.text(24, ALNUM)}`,
  'Slack webhook': (r) =>
    `https://hooks.slack.com/services/T${r.text(9, UPPER)}${r.text(1, DIGITS)}/B${r.text(9, UPPER)}${r.text(1, DIGITS)}/${r.text(24, ALNUM)}`,
  'Stripe key': (r) => `${r.pick(['sk_live_', 'rk_live_'])}${r.text(24, ALNUM)}`,
  'OpenAI key': (r) => `sk-proj-${r.text(74, BASE64URL)}T3BlbkFJ${r.text(74, BASE64URL)}`,
  'Anthropic key': (r) => `sk-ant-api03-${r.text(93, BASE64URL)}AA`,
  'Google API key': (r) => `AIza${r.text(35, BASE64URL.slice(0, 62))}`,
  'Google OAuth token': (r) => `ya29.${r.text(60, BASE64URL.slice(0, 62))}`,
  'Google client secret': (r) => `GOCSPX-${r.text(28, ALNUM)}`,
  'Hugging Face token': (r) => `hf_${r.text(34, UPPER + LOWER)}`,
  'npm token': (r) => `npm_${r.text(36, ALNUM)}`,
  'PyPI token': (r) => `pypi-AgEIcHlwaS5vcmc${r.text(80, ALNUM)}`,
  'RubyGems key': (r) => `rubygems_${r.text(48, HEX)}`,
  'SendGrid key': (r) => `SG.${r.text(22, ALNUM)}.${r.text(43, ALNUM)}`,
  'Brevo key': (r) => `xkeysib-${r.text(64, HEX)}-${r.text(16, ALNUM)}`,
  'DigitalOcean token': (r) => `dop_v1_${r.text(64, HEX)}`,
  'Databricks token': (r) => `dapi${r.text(32, HEX)}`,
  'Shopify token': (r) => `shpat_${r.text(32, HEX)}`,
  'Square token': (r) => `sq0atp-${r.text(22, ALNUM)}`,
  'Linear key': (r) => `lin_api_${r.text(40, ALNUM)}`,
  'Notion token': (r) => `ntn_${r.text(11, DIGITS)}${r.text(35, ALNUM)}`,
  'Figma token': (r) => `figd_${r.text(40, ALNUM)}`,
  'Airtable token': (r) => `pat${r.text(14, ALNUM)}.${r.text(64, HEX)}`,
  'Postman key': (r) => `PMAK-${r.text(24, HEX)}-${r.text(34, HEX)}`,
  'New Relic key': (r) => `NRAK-${r.text(27, UPPER + DIGITS)}`,
  'Grafana token': (r) => `glsa_${r.text(32, ALNUM)}_${r.text(8, HEX)}`,
  'Sentry token': (r) => `sntryu_${r.text(64, HEX)}`,
  'Vault token': (r) => `hvs.${r.text(95, ALNUM)}`,
  'Doppler token': (r) => `dp.pt.${r.text(43, ALNUM)}`,
  'Docker Hub token': (r) => `dckr_pat_${r.text(27, ALNUM)}`,
  'Terraform token': (r) => `${r.text(14, ALNUM)}.atlasv1.${r.text(67, ALNUM)}`,
  'Telegram token': (r) => `${r.between(100_000_000, 999_999_999)}:AA${r.text(33, ALNUM)}`,
  'Groq key': (r) => `gsk_${r.text(52, ALNUM)}`,
  'Perplexity key': (r) => `pplx-${r.text(48, ALNUM)}`,
  'Replicate token': (r) => `r8_${r.text(37, ALNUM)}`,
  'OpenRouter key': (r) => `sk-or-v1-${r.text(64, HEX)}`,
  'LangSmith key': (r) => `lsv2_pt_${r.text(32, HEX)}_${r.text(10, HEX)}`,
  'Supabase token': (r) => `sbp_${r.text(40, HEX)}`,
  'PlanetScale token': (r) => `pscale_tkn_${r.text(43, ALNUM)}`,
  'Atlassian token': (r) => `ATATT3xFfGF0${r.text(172, ALNUM)}=${r.text(8, HEX.toUpperCase())}`,
  'age key': (r) => `AGE-SECRET-KEY-1${r.text(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`,
  'JSON web token': (r) => toJwt(r),
  'RSA private key': (r) => toPem(r, 'RSA PRIVATE KEY'),
  'private key': (r) => toPem(r, 'PRIVATE KEY'),
  'OpenSSH private key': (r) => toPem(r, 'OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEAAAAA'),
  'database URL': (r) =>
    `${r.pick(['postgres', 'mysql', 'mongodb+srv', 'amqp'])}://svc_${r.text(5, LOWER)}:${r.text(20, ALNUM)}@db${r.between(1, 9)}.prod.internal/app`,
  'Azure storage key': (r) =>
    `DefaultEndpointsProtocol=https;AccountName=store${r.below(99)};AccountKey=${r.bytes(64).toString('base64')};EndpointSuffix=core.windows.net`,
};

/** Whose values say little by themselves. */
const LABELLED: Readonly<Record<string, readonly [labels: readonly string[], make: Make]>> = {
  'AWS secret key': [['aws_secret_access_key = ', 'AWS_SECRET_KEY='], (r) => r.text(40, BASE64)],
  password: [
    ['password = ', 'DB_PASSWORD=', 'password: '],
    (r) => `${r.text(6, ALNUM)}${r.text(1, '!#%')}${r.text(9, ALNUM)}`,
  ],
  'API key': [['api_key = ', 'X-API-Key: ', 'apikey='], (r) => r.text(32, ALNUM)],
  'bearer token': [['Authorization: Bearer '], (r) => r.text(40, ALNUM)],
  'client secret': [['client_secret=', 'CLIENT_SECRET: '], (r) => r.text(40, ALNUM)],
};

/** Blocked in requests and redacted in answers by default. */
const NUMBERS: Readonly<Record<string, readonly [labels: readonly string[], make: Make]>> = {
  ssn: [['', 'SSN: ', 'social security number '], toSsn],
  'Visa card': [['', 'card number: '], (r) => toCard(r, '4', 16)],
  'Mastercard card': [['', 'credit card '], (r) => toCard(r, `5${r.between(1, 5)}`, 16)],
  'American Express card': [['', 'card: '], (r) => toCard(r, r.pick(['34', '37']), 15)],
};

/** Blocked in requests and redacted in answers, too. */
const NUMBERS_OF_PEOPLE: typeof NUMBERS = {
  IBAN: [['', 'IBAN: ', 'account '], toIban],
  'UK national insurance number': [
    ['NI number: ', 'National Insurance Number '],
    (r) => `${r.pick(['AB', 'CE', 'JK', 'NY', 'PX'])}${r.text(6, DIGITS)}${r.pick(['A', 'B', 'C', 'D'])}`,
  ],
  'Spanish DNI': [['DNI: ', 'DNI '], toDni],
  'Brazilian CPF': [['CPF: ', 'CPF '], toCpf],
};

/** Only reported by default; the configuration of their categories requires more. */
const CONTACTS: typeof NUMBERS = {
  'e-mail address': [
    ['', 'mail to ', 'email: '],
    (r) => `${r.text(6, LOWER)}.${r.text(8, LOWER)}@${r.text(8, LOWER)}.${r.pick(['com', 'org', 'de', 'co.uk'])}`,
  ],
  'telephone number': [
    ['phone: ', 'call ', 'tel. '],
    (r) =>
      r.pick([
        `+49 30 ${r.between(2, 9)}${r.text(7, DIGITS)}`,
        `+1 212 ${r.between(2, 9)}${r.between(2, 9)}${r.between(2, 9)} ${r.text(4, DIGITS)}`,
      ]),
  ],
};

/** What `CONTACTS` need, beside the defaults. */
export const PII_CONFIG = {
  pii: {
    actions: { email: { request: 'block', response: 'redact' }, phone: { request: 'block', response: 'redact' } },
  },
} as const;

const makeAll = (random: Random, of: Readonly<Record<string, readonly [readonly string[], Make]>>): readonly Sample[] =>
  Object.entries(of).map(([type, [labels, make]]) => ({ type, label: random.pick(labels), secret: make(random) }));

const makeTokens = (random: Random): readonly Sample[] =>
  Object.entries(TOKENS).map(([type, make]) => ({ type, label: '', secret: make(random) }));

/** Whether values of a type are recognized whatever is around them. */
export const isToken = (type: string): boolean => Object.hasOwn(TOKENS, type);

export const makeNumbers = (random: Random): readonly Sample[] => makeAll(random, NUMBERS);

/** Known by themselves, so that also two parts of one are known. */
export const makeSureSamples = (random: Random): readonly Sample[] =>
  makeTokens(random).filter(({ secret }) => /^[\w.-]{20,120}$/.test(secret));

/** One of every type. */
export const makeSamples = (random: Random): readonly Sample[] => [
  ...makeTokens(random),
  ...makeAll(random, LABELLED),
  ...makeNumbers(random),
  ...makeAll(random, NUMBERS_OF_PEOPLE),
  ...makeAll(random, CONTACTS),
];

/** `json` is the value as it is written. */
type Keyed = readonly [key: string, json: string, secret: string];

const text = (key: string, secret: string): Keyed => [key, JSON.stringify(secret), secret];
const number = (key: string, value: string): Keyed => {
  const digits = value.replaceAll(/\D/g, '');
  return [key, digits, digits];
};

/** By the name of a member that names the type of its value. */
export const makeKeyed = (random: Random): readonly Keyed[] => {
  const [, makeWord] = LABELLED['password'] ?? [[], toSsn];
  const words = ['password', 'passwd', 'dbPassword', 'DB_PASSWORD', 'user_password', 'adminPassword'];
  const keys = ['apiKey', 'api_key', 'x-api-key', 'secretKey', 'client_secret', 'accessToken', 'auth_token'];
  return [
    ...words.map((key) => text(key, makeWord(random))),
    ...keys.map((key) => text(key, random.text(32, ALNUM))),
    text('Authorization', `Bearer ${random.text(40, ALNUM)}`),
    text('aws_secret_access_key', random.text(40, BASE64)),
    ...['ssn', 'socialSecurityNumber', 'SSN'].map((key) => text(key, toSsn(random).replaceAll('-', ''))),
    ...['cardNumber', 'card_number', 'creditCard'].map((key) => number(key, toCard(random, '4', 16))),
    ...['ssn', 'social_security_number'].map((key) => number(key, toSsn(random).replace(/^0/, '1'))),
  ];
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function toJwt(random: Random): string {
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: random.text(8, DIGITS), iat: random.between(1.6e9, 1.7e9) })}.${random.bytes(32).toString('base64url')}`;
}

function toPem(random: Random, title: string, first = 'MII'): string {
  const body = `${first}${random.text(64 * 6 - first.length - 2, BASE64)}==`;
  return `-----BEGIN ${title}-----\n${body.match(/.{64}/g)?.join('\n') ?? ''}\n-----END ${title}-----`;
}

function toSsn(random: Random): string {
  const area = random.between(1, 665).toString().padStart(3, '0');
  return `${area}-${random.between(1, 99).toString().padStart(2, '0')}-${random.between(1, 9999).toString().padStart(4, '0')}`;
}

/** With its check digit (ISO/IEC 7812-1), in groups as it is printed. */
function toCard(random: Random, prefix: string, length: number): string {
  const body = prefix + random.text(length - 1 - prefix.length, DIGITS);
  const sum = Array.from(body)
    .toReversed()
    .reduce((all, digit, index) => {
      const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
      return all + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  const digits = body + ((10 - (sum % 10)) % 10).toString();
  const groups = digits.match(length === 15 ? /^....|.{6}(?=.{5}$)|.{5}$/g : /.{4}/g) ?? [];
  return groups.join(random.pick(['', ' ', '-']));
}

/** ISO 13616: the remainder by 97 is 1. */
function toIban(random: Random): string {
  const body = random.text(18, DIGITS);
  let rest = 0;
  for (const digit of `${body}131400`) rest = (rest * 10 + Number(digit)) % 97;
  return `DE${(98 - rest).toString().padStart(2, '0')}${body}`.replaceAll(/(.{4})(?=.)/g, random.pick(['$1', '$1 ']));
}

/** The letter is the remainder by 23. */
function toDni(random: Random): string {
  const digits = random.between(10_000_000, 99_999_999);
  return `${digits}${'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(digits % 23)}`;
}

const cpfDigit = (digits: string): string => {
  const sum = digits.split('').reduce((all, digit, index) => all + Number(digit) * (digits.length + 1 - index), 0);
  return String(((sum * 10) % 11) % 10);
};

/** Two check digits, both modulo 11. */
function toCpf(random: Random): string {
  const body = random.text(9, DIGITS);
  const first = cpfDigit(body);
  return (body + first + cpfDigit(body + first)).replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
}
