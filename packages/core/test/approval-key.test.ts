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
  type ApprovalKey,
} from '../src/home/approval-key.js';

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

/** The key that a passphrase replaces another with. */
function replaceKey(old: ApprovalKey, passphrase: string, next: string): ApprovalKey {
  const sign = unlockApprovalKey(old, passphrase);
  return createApprovalKey(next, { ...CHEAP, replaces: sign && { key: old, sign } });
}

/** The passphrases `1`, `2` and so on, each of which replaces the one before. */
function replaceOften(times: number): readonly ApprovalKey[] {
  const keys = [createApprovalKey('0', CHEAP)];
  for (let next = 1; next <= times; next++) {
    for (const last of keys.slice(-1)) keys.push(replaceKey(last, `${next - 1}`, `${next}`));
  }
  return keys;
}

describe('a key that replaces another', () => {
  const second = replaceKey(key, PASSPHRASE, 'second');
  const third = replaceKey(second, 'second', 'third');
  const forged = createApprovalKey('of somebody else', CHEAP);

  it('is endorsed by who knew the passphrase before', () => {
    expect(isEndorsed(second, key.publicKey)).toBe(true);
  });

  it('is endorsed by every one before, so that nobody need see each of them', () => {
    expect(isEndorsed(third, key.publicKey)).toBe(true);
    expect(isEndorsed(third, second.publicKey)).toBe(true);
  });

  it('is endorsed neither by itself nor by one that comes after it', () => {
    expect(isEndorsed(second, second.publicKey)).toBe(false);
    expect(isEndorsed(second, third.publicKey)).toBe(false);
  });

  const [last, first] = [second.endorsements, third.endorsements.slice(0, 1)];
  const byForged = replaceKey(forged, 'of somebody else', 'next of somebody else');
  const inItsName = { by: '', signature: '', ...byForged.endorsements[0] };
  it.each<[string, ApprovalKey]>([
    ['has no endorsement', forged],
    ['has that of another key', { ...forged, endorsements: last }],
    ['has the chain of another key', { ...forged, endorsements: third.endorsements }],
    ['has a decision for an endorsement', { ...forged, endorsements: [{ by: key.publicKey, signature }] }],
    ['is endorsed by itself alone', byForged],
    ['hangs its own chain on that of another key', { ...byForged, endorsements: [...byForged.endorsements, ...last] }],
    ['leaves the link out that the trusted one signed', { ...third, endorsements: first }],
    ['leaves out a link between', { ...third, endorsements: last }],
    ['has its links in another order', { ...third, endorsements: third.endorsements.toReversed() }],
    [
      'is endorsed in the name of the trusted one',
      { ...byForged, endorsements: [{ ...inItsName, by: key.publicKey }] },
    ],
    [
      'is endorsed by what is no key',
      { ...forged, endorsements: [{ by: Buffer.alloc(32, 0xff).toString('base64'), signature }, ...last] },
    ],
  ])('is forged when it %s', (_, other) => {
    expect(isEndorsed(other, key.publicKey)).toBe(false);
  });

  it('remembers 16 before it', () => {
    const keys = replaceOften(17);
    const newest = keys.at(-1);
    expect(keys.map(({ publicKey }) => newest && isEndorsed(newest, publicKey))).toEqual([
      false,
      ...Array.from({ length: 16 }, () => true),
      false,
    ]);
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

  it('gives back the longest chain, and takes no longer one', () => {
    const newest = replaceOften(17).at(-1) ?? key;
    writeApprovalKey(path, newest);
    expect(readApprovalKey(path)).toEqual(newest);
    const endorsements = [...newest.endorsements, ...newest.endorsements.slice(0, 1)];
    writeApprovalKey(path, { ...newest, endorsements });
    expect(() => readApprovalKey(path)).toThrow('does not hold what this version wrote');
  });

  it('is not needed', () => {
    expect(readApprovalKey(join(folder, 'none'))).toBeUndefined();
  });

  it('holds nothing that decides by itself', () => {
    const members = ['N', 'endorsements', 'p', 'publicKey', 'r', 'salt', 'version'];
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
    ['has no word on its endorsements', { endorsements: undefined }],
    ['has endorsements that are no list', { endorsements: {} }],
    ['has an endorsement that is none', { endorsements: ['yes'] }],
    ['has one by nobody', { endorsements: [{ signature }] }],
    ['has one that is not signed', { endorsements: [{ by: key.publicKey }] }],
    ['has one by a short key', { endorsements: [{ by: 'AAAA', signature }] }],
    ['has one with a short signature', { endorsements: [{ by: key.publicKey, signature: key.publicKey }] }],
    [
      'has one in another spelling',
      { endorsements: [{ by: key.publicKey, signature: signature.replace(/==$/u, '') }] },
    ],
  ])('is not used when it %s', (_, change) => {
    writeFileSync(path, JSON.stringify({ ...key, ...change }));
    expect(() => readApprovalKey(path)).toThrow(`${path} does not hold what this version wrote`);
  });

  it.each<[string, () => void, string]>([
    ['is no JSON', () => writeFileSync(path, '{"version":'), 'does not hold what this version wrote'],
    ['is too long', () => writeFileSync(path, ' '.repeat(5000)), 'is larger than 4096 bytes'],
    ['can be read by others', () => chmodSync(path, 0o644), 'can be read by others'],
    ['is a link', () => linkAway(), 'is a link, which is not followed'],
  ])('is not used when it %s', (_, spoil, why) => {
    spoil();
    expect(() => readApprovalKey(path)).toThrow(`${path} ${why}`);
  });

  function linkAway(): void {
    renameSync(path, `${path}.elsewhere`);
    symlinkSync(`${path}.elsewhere`, path);
  }
});
