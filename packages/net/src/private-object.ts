import { lstatSync, mkdirSync } from 'node:fs';
import {
  commandLine,
  type GuardError,
  isObject,
  type JsonObject,
  type JsonValue,
  member,
  tryParseJson,
} from '@mcp-guard/core';
import { readPrivate, unusable, writePrivate } from '@mcp-guard/core/private-file';

/** The object in a file, or nothing. Throws CONFIG_INVALID for a file that is not private to this user, or not ours. */
export function readPrivateObject(folder: string, path: string, maxBytes: number): JsonObject | undefined {
  if (!isPrivateFolder(folder)) return undefined;
  const text = readPrivate(path, maxBytes);
  if (text === undefined) return undefined;
  const value = tryParseJson(text);
  if (isObject(value)) return value;
  throw notOurs(path); // without its text
}

/** Replaces a file; a reader sees the old one or the new one. */
export function writePrivateObject(folder: string, path: string, value: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  isPrivateFolder(folder);
  writePrivate(path, `${JSON.stringify(value)}\n`);
}

export const notOurs = (path: string): GuardError =>
  unusable(path, 'does not hold what this version wrote', { command: commandLine('rm', path) });

export function textOf(value: JsonValue, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === 'string' ? text : undefined;
}

export function numberOf(value: JsonValue, name: string): number | undefined {
  const number = member(value, name);
  return typeof number === 'number' ? number : undefined;
}

/** There is such a folder. Throws CONFIG_INVALID for one that is open to others. */
function isPrivateFolder(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (!stat) return false;
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) throw unusable(folder, 'is not a folder of this user');
  if ((stat.mode & 0o077) !== 0)
    throw unusable(folder, 'is open to others', { command: commandLine('chmod 700', folder) });
  return true;
}
