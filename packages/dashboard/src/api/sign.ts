import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { ApprovalKeyView } from '@mcp-guard/core/page';
import { ApiError } from './api-error.js';

/** Signs the text of a decision: base64. */
export type Sign = (text: string) => Promise<string>;

/** As the browser holds it. */
type Key = Parameters<typeof crypto.subtle.exportKey>[1];

const KEY_BYTES = 32;
/** A daemon asks for half of that; it has to be possible in a browser's tab. */
const MAX_MEMORY = 2 ** 29;
/** Milliseconds after which the page gets its turn. */
const SLICE = 12;
/** RFC 8410: the bytes before the 32 bytes of a private Ed25519 key in its DER form. */
const PRIVATE_PREFIX = [0x30, 0x2e, 0x02, 0x01, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/**
 * Derives the key of a passphrase, as `mcp-guard approvals` does; neither leaves this page. Nothing for a wrong passphrase.
 * @param onProgress from 0 to 1
 */
export async function unlock(
  { salt, N, r, p, publicKey }: ApprovalKeyView,
  passphrase: string,
  onProgress: (done: number) => void = () => undefined,
): Promise<Sign | undefined> {
  const options = { N, r, p, dkLen: KEY_BYTES, asyncTick: SLICE, maxmem: MAX_MEMORY, onProgress };
  const seed = await scryptAsync(passphrase.normalize('NFKC'), fromBase64(salt), options);
  const key = await importKey(seed);
  seed.fill(0);
  if ((await publicOf(key)) !== publicKey) return undefined;
  const secret = await withoutExport(key);
  return async (text) => {
    const bytes = new TextEncoder().encode(text);
    return toBase64(new Uint8Array(await crypto.subtle.sign('Ed25519', secret, bytes)));
  };
}

async function importKey(seed: Uint8Array): Promise<Key> {
  const bytes = Uint8Array.of(...PRIVATE_PREFIX, ...seed);
  try {
    return await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', true, ['sign']);
  } catch {
    throw new ApiError(0, 'this browser cannot sign with Ed25519', {
      words: 'decide in a terminal:',
      command: 'mcp-guard approvals list',
    });
  } finally {
    bytes.fill(0);
  }
}

/** Base64; only the export of a private key as JWK names its public half. */
async function publicOf(key: Key): Promise<string> {
  const { x = '' } = await crypto.subtle.exportKey('jwk', key);
  return toBase64(fromBase64(x.replaceAll('-', '+').replaceAll('_', '/')));
}

const withoutExport = async (key: Key): Promise<Key> =>
  crypto.subtle.importKey('pkcs8', await crypto.subtle.exportKey('pkcs8', key), 'Ed25519', false, ['sign']);

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
