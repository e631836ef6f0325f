import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@mcp-guard/core';
import { notOurs, numberOf, readPrivateObject, textOf, writePrivateObject } from '../private-object.js';
import { MAX_ANSWER_BYTES } from './ask-json.js';
import type { Tokens } from './tokens.js';

const MAX_FILE_BYTES = 2 * MAX_ANSWER_BYTES;

/** The file of an issuer; its name reveals nothing and cannot lead out of the folder. */
export const tokenPath = (folder: string, issuer: string): string =>
  join(folder, `${createHash('sha256').update(issuer).digest('hex')}.json`);

/** The tokens of an issuer, or nothing. Throws CONFIG_INVALID for a file that is not private to this user, or not ours. */
export function readTokens(folder: string, issuer: string): Tokens | undefined {
  const path = tokenPath(folder, issuer);
  const value = readPrivateObject(folder, path, MAX_FILE_BYTES);
  if (value === undefined) return undefined;
  const tokens = toTokens(value);
  if (tokens?.issuer !== issuer) throw notOurs(path);
  return tokens;
}

/** Replaces the tokens of an issuer; a reader sees the old ones or the new ones. */
export function writeTokens(folder: string, tokens: Tokens): void {
  writePrivateObject(folder, tokenPath(folder, tokens.issuer), tokens);
}

/** Also if they cannot be read. */
export function removeTokens(folder: string, issuer: string): void {
  rmSync(tokenPath(folder, issuer), { force: true });
}

function toTokens(value: JsonObject): Tokens | undefined {
  const [issuer, clientId, accessToken] = ['issuer', 'clientId', 'accessToken'].map((name) => textOf(value, name));
  if (issuer === undefined || clientId === undefined || accessToken === undefined) return undefined;
  return {
    issuer,
    clientId,
    accessToken,
    idToken: textOf(value, 'idToken'),
    refreshToken: textOf(value, 'refreshToken'),
    expiresAt: numberOf(value, 'expiresAt'),
  };
}
