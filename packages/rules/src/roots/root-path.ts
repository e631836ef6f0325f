import { fileURLToPath } from 'node:url';
import { decodePercent, type JsonValue } from '@mcp-guard/core';

const MAX_URI = 8192;
/** Each may be looked up on disk. */
const MAX_SEGMENTS = 128;
/** An absolute path on this machine; a query, a fragment or a backslash is read differently by others. */
const FILE = /^file:\/\/\/(?![/\\])[^?#\\\p{C}]*$/iu;
const UNREADABLE = /[\p{C}\\\ufffd]/u;

/** The absolute path that the URI of a root names; `undefined` if readers may understand it differently. */
export function toRootPath(uri: JsonValue | undefined): string | undefined {
  if (typeof uri !== 'string' || uri.length > MAX_URI || !FILE.test(uri)) return undefined;
  try {
    const path = decodeURIComponent(uri.slice('file://'.length));
    if (UNREADABLE.test(path) || decodePercent(path) !== path) return undefined;
    if (path.split('/').length > MAX_SEGMENTS) return undefined;
    return fileURLToPath(uri) === path ? path : undefined; // else dots, encoded slashes, white space at the end
  } catch {
    return undefined; // not UTF-8, or no URL
  }
}
