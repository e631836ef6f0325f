import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isObject, type JsonObject, type JsonValue, member, parseJson } from '@mcp-guard/core';
import { readPrivate, unusable, writePrivate } from '@mcp-guard/core/private-file';
import { isPrivateFolder } from '../private-folder.js';
import type { RegisteredClient, ServerLogin } from './login.js';
import { isScopeList } from './scopes.js';

/** Tokens, a client's registration and scopes are a few kilobytes. */
const MAX_FILE_BYTES = 524_288;

/** The URL of a server as it names its login: another path, port or scheme is another server. */
export function toServerKey(url: string): string {
  const key = new URL(url);
  key.hash = '';
  return key.href;
}

/** The file of a server's login; its name reveals nothing and cannot lead out of the folder. */
export const loginPath = (folder: string, server: string): string => join(folder, `server-${hash(server)}.json`);
const wantedPath = (folder: string, server: string): string => join(folder, `server-${hash(server)}.wanted.json`);
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The login at a server, or nothing. Throws CONFIG_INVALID for a file that is not private to this user, or not ours. */
export function readLogin(folder: string, server: string): ServerLogin | undefined {
  const path = loginPath(folder, server);
  const value = readObject(folder, path);
  if (value === undefined) return undefined;
  const login = toLogin(value);
  if (login?.server !== server)
    throw unusable(path, 'does not hold what this version wrote', { command: commandLine('rm', path) });
  return login;
}

/** Replaces the login at a server; a reader sees the old one or the new one. */
export function writeLogin(folder: string, login: ServerLogin): void {
  write(folder, loginPath(folder, login.server), login);
}

/** Also if it cannot be read. */
export function removeLogin(folder: string, server: string): void {
  rmSync(loginPath(folder, server), { force: true });
  forgetWanted(folder, server);
}

/** Scopes that the server has refused a request for the lack of, until the next login. */
export function readWanted(folder: string, server: string): readonly string[] {
  const value = readObject(folder, wantedPath(folder, server));
  const scopes = value && member(value, 'scopes');
  return value && member(value, 'server') === server && Array.isArray(scopes) && isScopeList(scopes) ? scopes : [];
}

/** Remembers what another login is to ask for. A file of its own: tokens are renewed meanwhile. */
export function writeWanted(folder: string, server: string, scopes: readonly string[]): void {
  write(folder, wantedPath(folder, server), { server, scopes });
}

export function forgetWanted(folder: string, server: string): void {
  rmSync(wantedPath(folder, server), { force: true });
}

function write(folder: string, path: string, value: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  isPrivateFolder(folder);
  writePrivate(path, `${JSON.stringify(value)}\n`);
}

function readObject(folder: string, path: string): JsonObject | undefined {
  if (!isPrivateFolder(folder)) return undefined;
  const text = readPrivate(path, MAX_FILE_BYTES);
  if (text === undefined) return undefined;
  try {
    const value = parseJson(text);
    if (isObject(value)) return value;
  } catch {
    // reported below, without the text
  }
  throw unusable(path, 'does not hold what this version wrote', { command: commandLine('rm', path) });
}

function toLogin(value: JsonObject): ServerLogin | undefined {
  const [server, issuer, accessToken] = [
    textOf(value, 'server'),
    textOf(value, 'issuer'),
    textOf(value, 'accessToken'),
  ];
  const client = toClient(member(value, 'client'));
  const scopes = member(value, 'scopes');
  if (server === undefined || issuer === undefined || accessToken === undefined || !client) return undefined;
  if (!Array.isArray(scopes) || !isScopeList(scopes)) return undefined;
  return {
    server,
    issuer,
    resource: textOf(value, 'resource'),
    client,
    accessToken,
    refreshToken: textOf(value, 'refreshToken'),
    obtainedAt: secondsOf(value, 'obtainedAt') ?? 0,
    expiresAt: secondsOf(value, 'expiresAt'),
    scopes,
  };
}

function toClient(value: JsonValue | undefined): RegisteredClient | undefined {
  const id = value === undefined ? undefined : textOf(value, 'id');
  if (value === undefined || id === undefined) return undefined;
  return {
    id,
    secret: textOf(value, 'secret'),
    authMethod: textOf(value, 'authMethod'),
    isConfigured: member(value, 'isConfigured') === true,
  };
}

function textOf(value: JsonValue, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === 'string' ? text : undefined;
}

function secondsOf(value: JsonValue, name: string): number | undefined {
  const seconds = member(value, name);
  return typeof seconds === 'number' ? seconds : undefined;
}
