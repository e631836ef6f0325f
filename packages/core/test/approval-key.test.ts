import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createApprovalKey,
  isEndorsed,
  readApprovalKey,
  signDecision,
  unlockApprovalKey,
  verifyDecision,
  writeApprovalKey,
} from '../src/approval-key.js';

const PASSPHRASE = 'correct horse battery staple';
const CHEAP = { cost: 2 ** 10 };
const key = createApprovalKey(PASSPHRASE, CHEAP);
const signature = signDecision(key, PASSPHRASE, 'approve') ?? '';

describe('the key of a passphrase', () => {
  it('signs what its public half verifies', () => {
    expect(verifyDecision(key.publicKey, 'approve', signature)).toBe(true);
  });

  it('signs nothing for another passphrase', () => {
    expect(signDecision(key, `${PASSPHRASE} `, 'approve')).toBeUndefined();
  });

  it('is the same however the keyboard composes a letter', () => {
    const composed = createApprovalKey('caf\u00e9 \ufb01fth', CHEAP);
    expect(signDecision(composed, 'cafe\u0301 fifth', 'approve')).toBeDefined();
  });

  it('differs from every other of the same passphrase', () => {
    const other = createApprovalKey(PASSPHRASE, CHEAP);
    expect(other.publicKey).not.toBe(key.publicKey);
    expect(verifyDecision(other.publicKey, 'approve', signature)).toBe(false);
  });

  it.each([
    ['another text', 'approve!', signature],
    ['no signature', 'approve', ''],
    ['a cut signature', 'approve', signature.slice(0, -4)],
    ['a changed signature', 'approve', `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`],
    ['what is no base64', 'approve', '💥'.repeat(64)],
  ])('verifies not %s', (_, text, given) => {
    expect(verifyDecision(key.publicKey, text, given)).toBe(false);
  });

  it('takes 128 MiB for each guess unless a test asks for less', () => {
    const { N, r, p } = createApprovalKey(PASSPHRASE);
    expect({ bytes: 128 * N * r, p }).toEqual({ bytes: 128 * 2 ** 20, p: 1 });
  });
});

describe('a key that replaces another', () => {
  const endorse = unlockApprovalKey(key, PASSPHRASE);
  const next = createApprovalKey('another passphrase', { ...CHEAP, ...(endorse && { endorse }) });

  it('is endorsed by who knew the passphrase before', () => {
    expect(isEndorsed(next, key.publicKey)).toBe(true);
  });

  it('is not endorsed when somebody else has replaced the file', () => {
    const forged = createApprovalKey('of somebody else', CHEAP);
    expect(isEndorsed(forged, key.publicKey)).toBe(false);
    expect(isEndorsed({ ...forged, endorsement: next.endorsement }, key.publicKey)).toBe(false);
    expect(isEndorsed({ ...forged, endorsement: signature }, key.publicKey)).toBe(false);
  });
});

describe('the file of the key', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcp-guard-key-'));
    path = join(folder, 'approvals.key');
    writeApprovalKey(path, key);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was written, replaced as a whole and for this user alone', () => {
    const next = createApprovalKey('another passphrase', CHEAP);
    writeApprovalKey(path, next);
    expect(readApprovalKey(path)).toEqual(next);
    expect([lstatSync(path).mode & 0o777, readdirSync(folder).length]).toEqual([0o600, 1]);
  });

  it('is not needed', () => {
    expect(readApprovalKey(join(folder, 'none'))).toBeUndefined();
  });

  it('holds nothing that decides by itself', () => {
    const members = ['N', 'endorsement', 'p', 'publicKey', 'r', 'salt', 'version'];
    const held: object = JSON.parse(readFileSync(path, 'utf8'));
    expect(Object.keys(held).toSorted()).toEqual(members);
  });

  it.each<[string, object]>([
    ['eats memory', { N: 2 ** 30 }],
    ['costs nothing', { N: 2 }],
    ['costs no power of two', { N: 100_000 }],
    ['costs a text', { N: '131072' }],
    ['has other blocks', { r: 1024 }],
    ['runs in parallel', { p: 1024 }],
    ['is of another version', { version: 2 }],
    ['has a short salt', { salt: 'AAAA' }],
    ['has a salt in another spelling', { salt: `${key.salt} ` }],
    ['has a short key', { publicKey: 'AAAA' }],
    ['has no key', { publicKey: undefined }],
    ['has a key that is no text', { publicKey: [key.publicKey] }],
    ['has no word on its endorsement', { endorsement: undefined }],
    ['has an endorsement that is none', { endorsement: 'yes' }],
  ])('is not used when it %s', (_, change) => {
    writeFileSync(path, JSON.stringify({ ...key, ...change }));
    expect(() => readApprovalKey(path)).toThrow(`${path} does not hold what this version wrote`);
  });

  it.each<[string, () => void, string]>([
    ['is no JSON', () => writeFileSync(path, '{"version":'), 'does not hold what this version wrote'],
    ['is too long', () => writeFileSync(path, ' '.repeat(5000)), 'is larger than 4096 bytes'],
    ['can be read by others', () => chmodSync(path, 0o644), 'can be read by others'],
    ['is a link', () => linkAway(), 'cannot be read'],
  ])('is not used when it %s', (_, spoil, why) => {
    spoil();
    expect(() => readApprovalKey(path)).toThrow(`${path} ${why}`);
  });

  function linkAway(): void {
    renameSync(path, `${path}.elsewhere`);
    symlinkSync(`${path}.elsewhere`, path);
  }
});
