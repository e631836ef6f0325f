import { assert as check, integer, property, string } from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeys, findSignature, publicKeyOf, signText } from '../../src/bases/signature.js';

describe('a signature of a base', () => {
  // RFC 8032, section 7.1, test 2.
  it('is Ed25519 as its specification has it', () => {
    const publicKey = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex');
    const signature = Buffer.from(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
        '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      'hex',
    ).toString('base64');
    expect(findSignature('r', signature, publicKey.toString('base64'))).toBe(signature);
    expect(findSignature('s', signature, publicKey.toString('base64'))).toBeUndefined();
  });

  it('is of one text and one key', () => {
    const [ours, theirs] = [createKeys(), createKeys()];
    check(
      property(string(), string(), (text, other) => {
        const signature = signText(text, ours.privateKey);
        expect(findSignature(text, `${signature}\n`, ours.publicKey)).toBe(signature);
        expect(findSignature(text, signature, theirs.publicKey)).toBeUndefined();
        expect(findSignature(`${text}${other}.`, signature, ours.publicKey)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('has no other digits', () => {
    const { privateKey, publicKey } = createKeys();
    const signature = signText('text', privateKey);
    check(
      property(integer({ min: 0, max: 83 }), (at) => {
        const changed = signature.slice(0, at) + (signature[at] === 'A' ? 'B' : 'A') + signature.slice(at + 1);
        expect(findSignature('text', changed, publicKey)).toBeUndefined();
      }),
    );
  });

  it('may stand beside those of other versions, with words behind it', () => {
    const { privateKey, publicKey } = createKeys();
    const [old, now] = [signText('old', privateKey), signText('new', privateKey)];
    const file = `${now} version=2\n${old} version=1\n`;
    expect([findSignature('new', file, publicKey), findSignature('old', file, publicKey)]).toEqual([now, old]);
  });

  it('is not looked for without end', () => {
    const { privateKey, publicKey } = createKeys();
    const file = `${'x\n'.repeat(8)}${signText('text', privateKey)}\n`;
    expect(findSignature('text', file, publicKey)).toBeUndefined();
  });

  it.each(['', 'x', '=', 'A'.repeat(88), `${'A'.repeat(86)}==`])('is not %j', (signature) => {
    expect(findSignature('', signature, createKeys().publicKey)).toBeUndefined();
  });

  it('is made with no other kind of key', () => {
    const { privateKey } = generateKeyPairSync('ed448');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => signText('text', pem)).toThrow('this is no private Ed25519 key');
    expect(() => publicKeyOf('SECRET')).toThrow(/^this is no private Ed25519 key$/);
  });
});
