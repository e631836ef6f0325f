import {
  createPrivateKey,
  createPublicKey,
  randomBytes,
  scryptSync,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto';
import { member, parseJson, type JsonValue } from './jsonrpc.js';
import { readPrivate, unusable, writePrivate } from './private-file.js';

/** Of what scrypt does (RFC 7914); with 8 blocks each guess takes 128 MiB, and about half a second. */
const COST = 2 ** 17;
/** In a file that others may have touched: no more memory than twice that. */
const MAX_COST = 2 ** 18;
const MIN_COST = 2 ** 10;
const BLOCK_SIZE = 8;
const PARALLEL = 1;

const SALT_BYTES = 16;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const MAX_FILE_BYTES = 4096;

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in its DER forms. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * What is kept of a passphrase: how a pair of keys is made of it, and the public one. So a guess
 * cannot be checked without that work, and the daemon can check decisions but make none.
 */
export interface ApprovalKey {
  readonly version: 1;
  /** Base64, as everything below. */
  readonly salt: string;
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly publicKey: string;
  /** The public key, signed by the one that it replaces; `null` for the first. */
  readonly endorsement: string | null;
}

/** Base64 of the signature of a text. */
export type Sign = (text: string) => string;

interface KeyOptions {
  /** Signs with the key that is replaced. */
  readonly endorse?: Sign;
  /** A power of two. */
  readonly cost?: number;
}

/** A key of its own for a passphrase. Takes half a second. */
export function createApprovalKey(passphrase: string, { endorse, cost = COST }: KeyOptions = {}): ApprovalKey {
  const made = { salt: randomBytes(SALT_BYTES).toString('base64'), N: cost, r: BLOCK_SIZE, p: PARALLEL };
  const publicKey = toPublic(deriveKey(made, passphrase)).toString('base64');
  return { version: 1, ...made, publicKey, endorsement: endorse?.(toEndorsed(publicKey)) ?? null };
}

/** What signs with the key of a passphrase, or nothing when it is another passphrase. Takes half a second. */
export function unlockApprovalKey(key: ApprovalKey, passphrase: string): Sign | undefined {
  const secret = deriveKey(key, passphrase);
  if (!timingSafeEqual(toPublic(secret), Buffer.from(key.publicKey, 'base64'))) return undefined;
  return (text) => sign(null, Buffer.from(text), secret).toString('base64');
}

/** Base64, or nothing when it is another passphrase. Takes half a second. */
export const signDecision = (key: ApprovalKey, passphrase: string, text: string): string | undefined =>
  unlockApprovalKey(key, passphrase)?.(text);

/** @param publicKey of an `ApprovalKey` that was read */
export function verifyDecision(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== SIGNATURE_BYTES) return false;
  const key = Buffer.concat([PUBLIC_PREFIX, Buffer.from(publicKey, 'base64')]);
  return verify(null, Buffer.from(text), createPublicKey({ key, format: 'der', type: 'spki' }), bytes);
}

/** Whether whoever knew the passphrase of `publicKey` has replaced it: anybody can replace a file. */
export const isEndorsed = (key: ApprovalKey, publicKey: string): boolean =>
  key.endorsement !== null && verifyDecision(publicKey, toEndorsed(key.publicKey), key.endorsement);

/** Nothing where no passphrase was set. Throws CONFIG_INVALID for a file that is not this user's alone, or not ours. */
export function readApprovalKey(path: string): ApprovalKey | undefined {
  const text = readPrivate(path, MAX_FILE_BYTES);
  return text === undefined ? undefined : parseApprovalKey(text, path);
}

/** Replaces the key; a reader sees the old one or the new one. */
export const writeApprovalKey = (path: string, key: ApprovalKey): void =>
  writePrivate(path, `${JSON.stringify(key)}\n`);

/** No decision reads like it. */
const toEndorsed = (publicKey: string): string => JSON.stringify(['mcp-guard passphrase', publicKey]);

/** A passphrase is the same however a keyboard composes its letters. */
function deriveKey({ salt, N, r, p }: Pick<ApprovalKey, 'salt' | 'N' | 'r' | 'p'>, passphrase: string): KeyObject {
  const options = { N, r, p, maxmem: 2 * 128 * N * r };
  const seed = scryptSync(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, options);
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

const toPublic = (secret: KeyObject): Buffer =>
  createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length);

function parseApprovalKey(text: string, path: string): ApprovalKey {
  const value = parse(text);
  const [salt, publicKey] = [base64Of(value, 'salt', SALT_BYTES), base64Of(value, 'publicKey', KEY_BYTES)];
  const endorsement = member(value, 'endorsement') === null ? null : base64Of(value, 'endorsement', SIGNATURE_BYTES);
  const [version, N, r, p] = ['version', 'N', 'r', 'p'].map((name) => member(value, name));
  const isKnown = version === 1 && r === BLOCK_SIZE && p === PARALLEL && isCost(N);
  if (!isKnown || salt === undefined || publicKey === undefined || endorsement === undefined) {
    throw unusable(path, 'does not hold what this version wrote');
  }
  return { version, salt, N, r, p, publicKey, endorsement };
}

function parse(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

const isCost = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && value >= MIN_COST && value <= MAX_COST && Number.isInteger(Math.log2(value));

/** In the one spelling that we write. */
function base64Of(value: JsonValue, name: string, length: number): string | undefined {
  const text = member(value, name);
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? text : undefined;
}
