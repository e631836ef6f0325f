import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts the records of one segment. A record opens only at its own place in its own segment. */
export interface Seal {
  /** @param offset of the record's line in the segment, in bytes */
  seal(text: string, offset: number): string;
  /** `undefined` if it was not sealed so. */
  open(sealed: string, offset: number): string | undefined;
}

/**
 * @param databaseKey 32 bytes in hex
 * @param salt of the segment, random: no two segments share a key, so that random initialization vectors suffice
 */
export function createSeal(databaseKey: string, salt: string, segment: number): Seal {
  const material = Buffer.from(databaseKey, 'hex');
  const key = new Uint8Array(hkdfSync('sha256', material, Buffer.from(salt, 'hex'), 'mcp-guard journal', 32));
  const placeOf = (offset: number): Buffer => Buffer.from(`${segment}:${offset}`);
  return {
    seal(text, offset) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(placeOf(offset));
      const body = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([iv, ...body, cipher.getAuthTag()]).toString('base64');
    },
    open(sealed, offset) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(placeOf(offset)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
