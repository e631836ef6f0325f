import { parseJson, type JsonValue } from './jsonrpc.js';

/** Walks over a JSON text that is known to be valid. */
export class JsonCursor {
  readonly text: string;
  /** The next unread character. */
  at = 0;

  constructor(text: string) {
    this.text = text;
    this.skipSpace();
  }

  /** Moves to the next member or element; true, and past it, when the container ends instead. */
  skipTo(end: string): boolean {
    this.skipSpace();
    if (this.text[this.at] === ',') {
      this.at++;
      this.skipSpace();
    }
    if (this.text[this.at] !== end) return false;
    this.at++;
    return true;
  }

  /** Reads a key and moves to its value. */
  readKey(): string {
    const start = this.at;
    this.skipString();
    const key = String(JSON.parse(this.text.slice(start, this.at)));
    this.skipSpace();
    this.at++; // the colon
    this.skipSpace();
    return key;
  }

  skipString(): void {
    for (this.at++; this.text[this.at] !== '"'; this.at++) if (this.text[this.at] === '\\') this.at++;
    this.at++;
  }

  skipScalar(): void {
    while (/[^\s,\]}]/.test(this.text[this.at] ?? ',')) this.at++;
  }

  skipValue(): void {
    let depth = 0;
    do {
      const char = this.text[this.at];
      if (char === undefined) throw new Error('the text ends inside a value');
      if (char === '"') this.skipString();
      else if (depth === 0 && !'{['.includes(char)) this.skipScalar();
      else {
        if ('{['.includes(char)) depth++;
        if ('}]'.includes(char)) depth--;
        this.at++;
      }
    } while (depth > 0);
  }

  skipSpace(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++;
  }
}

/**
 * Parses a text whose keys have escapes. `JSON.parse` of Node 24 and 26 takes such a key for
 * one that it saw before (nodejs/node#63785): after `{"name":1,"n\\u0":1}` it reads
 * `n\u0061me` as `n\u0`, and the duplicate of `name` is none. Keys are therefore parsed one
 * by one, as strings. Throws what `JSON.parse` throws. Recursive: check the depth before.
 */
export function parseEscapedKeys(text: string): JsonValue {
  parseJson(text);
  return readValue(new JsonCursor(text));
}

function readValue(cursor: JsonCursor): JsonValue {
  const start = cursor.at;
  const first = cursor.text[start];
  if (first === '{') {
    const members: [string, JsonValue][] = [];
    for (cursor.at++; !cursor.skipTo('}');) members.push([cursor.readKey(), readValue(cursor)]);
    return Object.fromEntries(members);
  }
  if (first === '[') {
    const elements: JsonValue[] = [];
    for (cursor.at++; !cursor.skipTo(']');) elements.push(readValue(cursor));
    return elements;
  }
  if (first === '"') cursor.skipString();
  else cursor.skipScalar();
  return parseJson(cursor.text.slice(start, cursor.at));
}
