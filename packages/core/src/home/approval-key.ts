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
import { member, tryParseJson, type JsonValue } from '../wire/jsonrpc.js';
import { readPrivate, unusable, writePrivate } from './private-file.js';

/** The cost of scrypt (RFC 7914); with 8 blocks each guess takes 128 MiB, and about half a second. */
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
/** A key that was trusted before so many changes must be confirmed again. */
const MAX_ENDORSEMENTS = 16;

/** RFC 8410: the bytes before the 32 bytes of an Ed25519 key in its DER forms. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * The stored part of a passphrase: how to derive a pair of keys from it, and the public key. So a
 * guess costs that work, and the daemon can check decisions but cannot make any.
 */
export interface ApprovalKey {
  readonly version: 1;
  /** Base64, as everything below. */
  readonly salt: string;
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly publicKey: string;
  /** Each by an earlier key, of the key that followed it, the latest first. None for the first key. */
  readonly endorsements: readonly Endorsement[];
}

/** The statement of a replaced key about the next one. */
interface Endorsement {
  /** The public key that was replaced. */
  readonly by: string;
  readonly signature: string;
}

/** Base64 of the signature of a text. */
export type Sign = (text: string) => string;

/** A key that is about to be replaced, and what signs with it. */
export interface UnlockedKey {
  readonly key: ApprovalKey;
  readonly sign: Sign;
}

interface KeyOptions {
  readonly replaces?: UnlockedKey | undefined;
  /** A power of two. */
  readonly cost?: number;
}

/** Creates a new key for a passphrase. Takes half a second. */
export function createApprovalKey(passphrase: string, { replaces, cost = COST }: KeyOptions = {}): ApprovalKey {
  const made = { salt: randomBytes(SALT_BYTES).toString('base64'), N: cost, r: BLOCK_SIZE, p: PARALLEL };
  const publicKey = toPublic(deriveKey(made, passphrase)).toString('base64');
  return { version: 1, ...made, publicKey, endorsements: replaces ? endorse(publicKey, replaces) : [] };
}

function endorse(publicKey: string, { key, sign: signWith }: UnlockedKey): readonly Endorsement[] {
  const newest = { by: key.publicKey, signature: signWith(toEndorsed(publicKey)) };
  return [newest, ...key.endorsements].slice(0, MAX_ENDORSEMENTS);
}

/** A function that signs with the key of a passphrase, or nothing for a wrong passphrase. Takes half a second. */
export function unlockApprovalKey(key: ApprovalKey, passphrase: string): Sign | undefined {
  const secret = deriveKey(key, passphrase);
  if (!timingSafeEqual(toPublic(secret), Buffer.from(key.publicKey, 'base64'))) return undefined;
  return (text) => sign(null, Buffer.from(text), secret).toString('base64');
}

/** Base64, or nothing for a wrong passphrase. Takes half a second. */
export const signDecision = (key: ApprovalKey, passphrase: string, text: string): string | undefined =>
  unlockApprovalKey(key, passphrase)?.(text);

/** @param publicKey of an `ApprovalKey` that was read */
export function verifyDecision(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== SIGNATURE_BYTES) return false;
  const key = Buffer.concat([PUBLIC_PREFIX, Buffer.from(publicKey, 'base64')]);
  return verify(null, Buffer.from(text), createPublicKey({ key, format: 'der', type: 'spki' }), bytes);
}

/**
 * `key` goes back to a trusted one through replacements that the earlier passphrases signed: any program can replace a
 * file.
 * @param trusted public key
 */
export function isEndorsed({ publicKey, endorsements }: ApprovalKey, trusted: string): boolean {
  let endorsed = publicKey;
  for (const { by, signature } of endorsements) {
    if (!verifyDecision(by, toEndorsed(endorsed), signature)) return false;
    if (by === trusted) return true;
    endorsed = by;
  }
  return false;
}

/**
 * Returns nothing if no passphrase was set. Throws CONFIG_INVALID for a file that is not private to this user, or not
 * ours.
 */
export function readApprovalKey(path: string): ApprovalKey | undefined {
  const text = readPrivate(path, MAX_FILE_BYTES);
  return text === undefined ? undefined : parseApprovalKey(text, path);
}

/** Replaces the key; a reader sees the old one or the new one. */
export const writeApprovalKey = (path: string, key: ApprovalKey): void =>
  writePrivate(path, `${JSON.stringify(key)}\n`);

/** No decision can have this text. */
const toEndorsed = (publicKey: string): string => JSON.stringify(['mcp-guard passphrase', publicKey]);

/** The text to sign with the passphrase in order to remove it. @param at Unix milliseconds */
export const toRemoval = (publicKey: string, at: number): string =>
  JSON.stringify(['mcp-guard no passphrase', publicKey, at]);

/** A passphrase is the same however a keyboard composes its letters. */
function deriveKey({ salt, N, r, p }: Pick<ApprovalKey, 'salt' | 'N' | 'r' | 'p'>, passphrase: string): KeyObject {
  const options = { N, r, p, maxmem: 2 * 128 * N * r };
  const seed = scryptSync(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, options);
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

const toPublic = (secret: KeyObject): Buffer =>
  createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length);

function parseApprovalKey(text: string, path: string): ApprovalKey {
  const value = tryParseJson(text);
  const [salt, publicKey] = [base64Of(value, 'salt', SALT_BYTES), base64Of(value, 'publicKey', KEY_BYTES)];
  const endorsements = parseEndorsements(member(value, 'endorsements'));
  const [version, N, r, p] = ['version', 'N', 'r', 'p'].map((name) => member(value, name));
  const isKnown = version === 1 && r === BLOCK_SIZE && p === PARALLEL && isCost(N);
  if (!isKnown || salt === undefined || publicKey === undefined || !endorsements) {
    throw unusable(path, 'does not hold what this version wrote');
  }
  return { version, salt, N, r, p, publicKey, endorsements };
}

function parseEndorsements(value: JsonValue | undefined): readonly Endorsement[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_ENDORSEMENTS) return undefined;
  const endorsements = value.flatMap((each) => {
    const [by, signature] = [base64Of(each, 'by', KEY_BYTES), base64Of(each, 'signature', SIGNATURE_BYTES)];
    return by === undefined || signature === undefined ? [] : [{ by, signature }];
  });
  return endorsements.length === value.length ? endorsements : undefined;
}

const isCost = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && value >= MIN_COST && value <= MAX_COST && Number.isInteger(Math.log2(value));

/** In the one spelling that we write. */
function base64Of(value: JsonValue | undefined, name: string, length: number): string | undefined {
  const text = member(value, name);
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? text : undefined;
}
