/** How values are written as TOML. */
import { isObject, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { quote } from './quote.js';
import { CANNOT_EDIT } from './replace.js';
import type { KeyPath } from './syntax.js';

/** With a header of its own; of a list of tables one for each. */
export function printTables(path: KeyPath, value: JsonValue, lineBreak: string): string {
  const printTable = (header: string, members: JsonObject): string =>
    [header, ...Object.entries(members).map(([name, member]) => `${printKey(name)} = ${printInline(member)}`)].join(
      lineBreak,
    );
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every(isObject)) throw new Error(CANNOT_EDIT);
    return value.map((item) => printTable(`[[${printPath(path)}]]`, item)).join(lineBreak + lineBreak);
  }
  if (!isObject(value)) throw new Error(CANNOT_EDIT);
  return printTable(typeof path.at(-1) === 'number' ? `[[${printPath(path)}]]` : `[${printPath(path)}]`, value);
}

/** A header names a list of tables and means its last one. */
export const printPath = (path: KeyPath): string =>
  path
    .filter((step) => typeof step === 'string')
    .map(printKey)
    .join('.');

export const printKey = (name: string): string => (/^[\w-]+$/.test(name) ? name : quote(name));

export function printInline(value: JsonValue): string {
  if (value === null) throw new Error('TOML has no way to write null');
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printInline).join(', ')}]`;
  const members = Object.entries(value).map(([name, member]) => `${printKey(name)} = ${printInline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
