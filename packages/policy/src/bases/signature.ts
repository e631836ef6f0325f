import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { GuardError } from '@mcp-guard/core';

/*
 * Signatures of bases: Ed25519 (RFC 8032) over the exact bytes of the file, in base64. A file of signatures has one a
 * line, and what stands behind a space on it says what it is of, for people. More than one lets a publisher put the new
 * signatures in place before the new base.
 */

const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/;
/** Lines of a file of signatures that are tried. */
const MAX_SIGNATURES = 8;
export const MAX_SIGNATURE_BYTES = 4096;

/** The signature of a text among those of a file; nothing if there is none by this key. */
export function findSignature(text: string, signatures: string, publicKey: string): string | undefined {
  const key = readPublicKey(publicKey);
  return signatures
    .split('\n')
    .slice(0, MAX_SIGNATURES)
    .map((line) => line.trim().split(' ', 1)[0] ?? '')
    .find((each) => SIGNATURE.test(each) && verify(null, Buffer.from(text), key, Buffer.from(each, 'base64')));
}

/** @param privateKey as `createKeys` gives it. Throws CONFIG_INVALID for any other. */
export const signText = (text: string, privateKey: string): string =>
  sign(null, Buffer.from(text), readPrivateKey(privateKey)).toString('base64');

/** A private key as PEM (PKCS 8), and its public key as `extends.public_key` has it. */
export function createKeys(): { readonly privateKey: string; readonly publicKey: string } {
  const privateKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

export function publicKeyOf(privateKey: string): string {
  const { x = '' } = createPublicKey(readPrivateKey(privateKey)).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}

function readPublicKey(publicKey: string): KeyObject {
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function readPrivateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Its error may hold a part of it.
  }
  throw new GuardError('CONFIG_INVALID', 'this is no private Ed25519 key', {
    hint: { words: 'make one with:', command: 'mcp-guard base keygen FILE' },
  });
}
