import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, type JsonValue, member } from '@mcp-guard/core';
import { notOurs, numberOf, readPrivateObject, textOf, writePrivateObject } from '../private-object.js';
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
  const value = readPrivateObject(folder, path, MAX_FILE_BYTES);
  if (value === undefined) return undefined;
  const login = toLogin(value);
  if (login?.server !== server) throw notOurs(path);
  return login;
}

/** Replaces the login at a server; a reader sees the old one or the new one. */
export function writeLogin(folder: string, login: ServerLogin): void {
  writePrivateObject(folder, loginPath(folder, login.server), login);
}

/** Also if it cannot be read. */
export function removeLogin(folder: string, server: string): void {
  rmSync(loginPath(folder, server), { force: true });
  forgetWanted(folder, server);
}

/** Scopes that the server has refused a request for the lack of, until the next login. */
export function readWanted(folder: string, server: string): readonly string[] {
  const value = readPrivateObject(folder, wantedPath(folder, server), MAX_FILE_BYTES);
  const scopes = value && member(value, 'scopes');
  return value && member(value, 'server') === server && Array.isArray(scopes) && isScopeList(scopes) ? scopes : [];
}

/** Remembers what another login is to ask for. A file of its own: tokens are renewed meanwhile. */
export function writeWanted(folder: string, server: string, scopes: readonly string[]): void {
  writePrivateObject(folder, wantedPath(folder, server), { server, scopes });
}

export function forgetWanted(folder: string, server: string): void {
  rmSync(wantedPath(folder, server), { force: true });
}

function toLogin(value: JsonObject): ServerLogin | undefined {
  const [server, issuer, accessToken] = ['server', 'issuer', 'accessToken'].map((name) => textOf(value, name));
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
    obtainedAt: numberOf(value, 'obtainedAt') ?? 0,
    expiresAt: numberOf(value, 'expiresAt'),
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
