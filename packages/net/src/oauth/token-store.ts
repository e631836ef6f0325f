import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isObject, type JsonValue, member, parseJson } from '@mcp-guard/core';
import { readPrivate, unusable, writePrivate } from '@mcp-guard/core/private-file';
import { isPrivateFolder } from '../private-folder.js';
import { MAX_ANSWER_BYTES } from './ask-json.js';
import type { Tokens } from './tokens.js';

const MAX_FILE_BYTES = 2 * MAX_ANSWER_BYTES;

/** The file of an issuer; its name reveals nothing and cannot lead out of the folder. */
export const tokenPath = (folder: string, issuer: string): string =>
  join(folder, `${createHash('sha256').update(issuer).digest('hex')}.json`);

/** The tokens of an issuer, or nothing. Throws CONFIG_INVALID for a file that is not private to this user, or not ours. */
export function readTokens(folder: string, issuer: string): Tokens | undefined {
  if (!isPrivateFolder(folder)) return undefined;
  const path = tokenPath(folder, issuer);
  const text = readPrivate(path, MAX_FILE_BYTES);
  if (text === undefined) return undefined;
  const tokens = parseTokens(text);
  if (tokens?.issuer !== issuer)
    throw unusable(path, 'does not hold what this version wrote', { command: commandLine('rm', path) });
  return tokens;
}

/** Replaces the tokens of an issuer; a reader sees the old ones or the new ones. */
export function writeTokens(folder: string, tokens: Tokens): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  isPrivateFolder(folder);
  writePrivate(tokenPath(folder, tokens.issuer), `${JSON.stringify(tokens)}\n`);
}

/** Also if they cannot be read. */
export function removeTokens(folder: string, issuer: string): void {
  rmSync(tokenPath(folder, issuer), { force: true });
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
