import { member, type JsonValue } from '@mcp-guard/core';
import type { Finding } from '@mcp-guard/detectors';
import { valueAt } from './places.js';

/** Members of the protocol's own objects that identify things: with a part taken out they name something else. */
const REFERENCES =
  /^(?:name|id|cursor|nextCursor|method|type|role|mimeType|ref|progressToken|requestId|taskId|requestState|protocolVersion|version|blob|src)$/;
/** Whatever object they stand in. */
const LINKS = /^(?:ur[il]|href|uriTemplate)$/i;
/** Members that hold a person's data, where names and ids are like any other text. */
const DATA = new Set<string | number>(['arguments', 'structuredContent']);
/** Words of keys whose values are acted on: with `[REDACTED:email]` in it, a path leads elsewhere and a glob matches other names. */
const CARRIED_OUT =
  /path|file|folder|dir(?:ectory)?$|^(?:cwd|root|url|uri|href|link|host|command|cmd|args?|argv|script|shell|exec|code|source|sql|query|statement|expression|pattern|glob|regex|filter|where|selector|from|to|recipient|branch|ref|key|id|name)$|_(?:id|key|name|url|uri)$/i;
/** A path, a URL, or something without spaces that has steps. */
const looksCarriedOut = (value: string): boolean =>
  /^(?:[a-z][a-z0-9+.-]{0,31}:|[~.]{0,2}[/\\]|[$`])/i.test(value) || (/[/\\]/.test(value) && !/\s/.test(value));

/**
 * Characters may be taken out there: never in a name, an address, an id or a cursor, and on the way to a server never
 * in a value that is acted on. What may not be rewritten is blocked instead.
 */
export function canBeRewritten(message: JsonValue, { where, path }: Finding): boolean {
  if (where !== 'string') return false;
  const [section] = path;
  if (section !== 'params' && section !== 'result' && section !== 'error') return false;
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  if (LINKS.test(key)) return false;
  const dataStart = path.findIndex((step) => DATA.has(step));
  if (dataStart < 0 && (REFERENCES.test(key) || isEncoded(message, path, key))) return false;
  if (dataStart < 0 || section !== 'params') return true;
  const value = valueAt(message, path);
  return typeof value === 'string' && !CARRIED_OUT.test(key) && !looksCarriedOut(value);
}

/** It identifies something: in a name, a mark is never a stray one. */
export function isName({ where, path }: Finding): boolean {
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  return where === 'key' || REFERENCES.test(key) || LINKS.test(key);
}

/** The bytes of an image or a sound. */
const isEncoded = (message: JsonValue, path: Finding['path'], key: string): boolean =>
  key === 'data' && member(valueAt(message, path.slice(0, -1)), 'mimeType') !== undefined;
