/** How values are written as YAML. */
import type { JsonObject, JsonValue } from '@mcp-guard/core';
import { quote } from './quote.js';

export const isFilled = (value: JsonValue): value is JsonValue[] | JsonObject =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

export function printFlow(value: JsonValue): string {
  if (typeof value === 'string') return printText(value);
  if (Array.isArray(value)) return `[${value.map(printFlow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${printText(name)}: ${printFlow(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Every version of YAML reads these as text: words, paths, options. */
const PLAIN = /^-{0,2}[A-Za-z_/][\w./@-]*$/;
/** Some version of YAML does not read these as text. */
const WORDS = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

export function printText(text: string): string {
  if (PLAIN.test(text) && !WORDS.has(text.toLowerCase())) return text;
  return quote(text);
}
