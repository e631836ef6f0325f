import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { GuardError } from '../errors.js';
import { isObject, member, parseJson, type JsonValue } from '../jsonrpc.js';
import { MAX_ANSWER_BYTES } from './ask-json.js';
import type { Tokens } from './tokens.js';

const MAX_FILE_BYTES = 2 * MAX_ANSWER_BYTES;

/** The file of an issuer; its name tells nothing and cannot lead out of the folder. */
export const tokenPath = (folder: string, issuer: string): string =>
  join(folder, `${createHash('sha256').update(issuer).digest('hex')}.json`);

/** The tokens of an issuer, or nothing. Throws CONFIG_INVALID for a file that is not this user's alone, or not ours. */
export function readTokens(folder: string, issuer: string): Tokens | undefined {
  if (!isPrivateFolder(folder)) return undefined;
  const path = tokenPath(folder, issuer);
  const text = readPrivate(path);
  if (text === undefined) return undefined;
  const tokens = parseTokens(text);
  if (tokens?.issuer !== issuer) throw unusable(path, 'does not hold what this version wrote', `rm ${path}`);
  return tokens;
}

/** Replaces the tokens of an issuer; a reader sees the old ones or the new ones. */
export function writeTokens(folder: string, tokens: Tokens): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  isPrivateFolder(folder);
  const path = tokenPath(folder, tokens.issuer);
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(file, `${JSON.stringify(tokens)}\n`);
    fsyncSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Also where they cannot be read. */
export function removeTokens(folder: string, issuer: string): void {
  rmSync(tokenPath(folder, issuer), { force: true });
}

/** False where there is none. */
function isPrivateFolder(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (!stat) return false;
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) throw unusable(folder, 'is not a folder of this user');
  if ((stat.mode & 0o077) !== 0) throw unusable(folder, 'is open to others', `chmod 700 ${folder}`);
  return true;
}

function readPrivate(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK); // no link, and no pipe that hangs us
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unusable(path, 'cannot be read', `rm ${path}`);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.uid !== process.getuid?.()) throw unusable(path, 'is not a file of this user');
    if ((stat.mode & 0o077) !== 0) throw unusable(path, 'can be read by others', `chmod 600 ${path}`);
    if (stat.size > MAX_FILE_BYTES) throw unusable(path, `is larger than ${MAX_FILE_BYTES} bytes`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function parseTokens(text: string): Tokens | undefined {
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const [issuer, clientId, accessToken] = ['issuer', 'clientId', 'accessToken'].map((name) => textOf(value, name));
  const expiresAt = member(value, 'expiresAt');
  if (issuer === undefined || clientId === undefined || accessToken === undefined) return undefined;
  return {
    issuer,
    clientId,
    accessToken,
    idToken: textOf(value, 'idToken'),
    refreshToken: textOf(value, 'refreshToken'),
    expiresAt: typeof expiresAt === 'number' ? expiresAt : undefined,
  };
}

function textOf(value: JsonValue, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === 'string' ? text : undefined;
}

const unusable = (path: string, why: string, hint?: string): GuardError =>
  new GuardError('CONFIG_INVALID', `${path} ${why}`, hint === undefined ? {} : { hint });
