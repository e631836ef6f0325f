import { CustomTypes, scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

const KEY = 'AKIAQ3EGRIJ5T6Y7U2AB';
const SAMPLE = 'AKIAIOSFODNN7EXAMPLE';

const types = (value: Parameters<typeof scan>[0], custom?: CustomTypes) =>
  scan(value, { threshold: 0.8, ...(custom && { custom }) })
    .map(({ type }) => type)
    .toSorted();
const toTags = (text: string): string =>
  Array.from(text, (char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('');

describe('a published sample', () => {
  it('a published sample is reported by that name, once', () => {
    expect(types(`key ${SAMPLE}`)).toEqual(['published_sample']);
    expect(types({ card: '4242 4242 4242 4242' })).toEqual(['published_sample']);
  });

  it('is one in other writing', () => {
    expect(types(Buffer.from(`key ${SAMPLE}`).toString('base64'))).toEqual(['published_sample']);
    expect(types('card: \uff14242 4242 4242 4242')).toEqual(['published_sample']);
  });

  it('is one however its groups are separated', () => {
    expect(types('4242-4242-4242-4242')).toEqual(['published_sample']);
    expect(types('IBAN: DE89370400440532013000')).toEqual(['published_sample']);
  });

  it('a sample of a custom type is reported as that type too', () => {
    const custom = new CustomTypes([{ id: 'ours', patterns: ['4242'] }]);
    expect(types('4242 4242 4242 4242', custom)).toContain('ours');
  });
});

describe('a number that is only filled up', () => {
  it.each(['card: 2200000000000004', '6450000000000002', 'IBAN TR61 0000 1000 0000 0000 0000 01'])('%s', (text) => {
    expect(types(text)).toEqual(['filler']);
  });

  it.each([
    ['card: 6304009876543216000', 'credit_card'],
    ['card 4539 1488 0343 6467 00000000000', 'credit_card'],
    ['IBAN DE36 5001 0517 0000 0001 29', 'iban'],
  ])('is no part of one that is not: %s', (text, type) => {
    expect(types(text)).toEqual([type]);
  });
});

it('a row of characters behind a label is a filler wherever it stands, and a password is none', () => {
  expect(types('API_KEY=1234567890abcdef1234567890abcdef')).toEqual(['filler']);
  expect(types({ apiKey: 'abcdefghijklmnopqrstuvwxyz123456' })).toEqual(['filler']);
  expect(types('DB_PASSWORD=abcdefgh12345678')).toEqual(['password']);
  expect(types('API_KEY=1234567890abcdef1234q7Zr2kV9xW4m')).toEqual(['secret']);
});

describe('in a file of settings a sample counts as real', () => {
  const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

  it.each([
    ['dotenv', `# production\n\nAWS_SECRET_KEY=${SECRET}\nexport PORT=3000\n`, 'aws_key'],
    ['one line of dotenv', `AWS_SECRET_KEY=${SECRET}`, 'aws_key'],
    ['ini', `[default]\naws_access_key_id = ${SAMPLE}\nregion = eu-west-1\n`, 'aws_key'],
    ['properties', `aws.secretKey=${SECRET}\r\naws.region=eu\r\n`, 'aws_key'],
    ['TOML', `aws_secret_key = "${SECRET}"\nretries = 3\n`, 'aws_key'],
    ['YAML', `aws_secret_key: ${SECRET}\nregion: eu-west-1\n`, 'aws_key'],
    ['JSON', JSON.stringify({ awsSecretKey: SECRET, port: 3000 }, undefined, 2), 'aws_key'],
    ['a card', 'SHOP_CARD=4111111111111111', 'credit_card'],
    ['a token that is only filled up', 'GITHUB_TOKEN=ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij', 'github_token'],
    ['a login from a manual', 'SITE=https://user:secret-word@example.com/', 'url_password'],
  ])('%s', (_, text, type) => {
    expect(types(text)).toEqual([type]);
  });

  it.each([
    ['prose', `Set AWS_SECRET_KEY=${SECRET} in your shell, and start it.`],
    ['a manual', `# Configure\n\n    AWS_SECRET_KEY=${SECRET}\n\nThen start it.\nIt reads the key.\n`],
    ['source', `const key = "${SAMPLE}";\nconst region = load("eu");\n`],
    ['a call', `key = f("${SAMPLE}")`],
    ['a message of JSON', `{"key":"${SAMPLE}","n":1}`],
    ['levels of YAML', `jobs:\n  test:\n    env:\n      AWS_ACCESS_KEY_ID: ${SAMPLE}\n`],
    ['one line with a colon', 'card: 4111 1111 1111 1111'],
    ['a row', SAMPLE],
  ])('in %s it does not', (_, text) => {
    expect(types(text)).toEqual(['published_sample']);
  });

  it('says what it is a sample of', () => {
    const [first] = scan(`key ${SAMPLE}`, { threshold: 0.8 });
    expect(first).toMatchObject({ type: 'published_sample', group: 'known', sampleOf: 'aws_key' });
  });

  it('a default that a program comes with is told all the same', () => {
    expect(types('DB_USER=postgres\nDB_PASSWORD=postgres\n')).toEqual(['default_password']);
  });
});

describe('a secret stays one', () => {
  it.each([
    ['beside a sample', `${SAMPLE} ${KEY}`, ['aws_key', 'published_sample']],
    ['around a sample', { password: 'hunter2Zq3vX8kLm2' }, ['password']],
    ['that has EXAMPLE before it', `EXAMPLE${KEY}`, ['aws_key']],
    ['that has EXAMPLE behind it', `${KEY} EXAMPLE`, ['aws_key']],
    ['one character away from a sample', `AKIAIOSFODNN7EXAMPLF`, ['aws_key']],
    ['around a default', 'PGPASSWORD=postgresZq3vX8', ['password']],
    ['behind a default and a sign', 'postgres://app:postgres:Zq3vX8kLm2@db/app', ['connection_string']],
    ['hidden in a sample', { password: `hunter2${toTags(KEY)}` }, ['aws_key', 'password', 'published_sample']],
    ['hidden in a default', { password: `postgres${toTags(KEY)}` }, ['aws_key', 'default_password', 'password']],
  ])('%s', (_, value, expected) => {
    expect(types(value)).toEqual(expected);
  });
});
