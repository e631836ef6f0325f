const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** A line can be a batch and nothing else: its first byte that is no white space opens an array. */
export function startsBatch(line: Buffer): boolean {
  let at = 0;
  while (at < line.length && isSpace(line[at]!)) at++;
  return opensArray(line[at]);
}

/**
 * The texts between the commas of the outermost array, without white space around them. Reads only as far as it is asked,
 * and does not check for valid JSON: the last element ends where the bytes end.
 */
export function* splitElements(bytes: Buffer): Generator<Buffer, undefined> {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) at = stringEnd(bytes, at);
    else if (opens(byte)) {
      if (depth++ === 0) start = at + 1;
    } else if ((byte === COMMA && depth === 1) || (closes(byte) && --depth === 0)) {
      const element = trim(bytes, start, at);
      if (element.length > 0) yield element;
      start = at + 1;
      if (depth === 0) return;
    }
  }
  if (depth > 0 && start < bytes.length) yield trim(bytes, start, bytes.length);
}

const opensArray = (byte: number | undefined): boolean => byte === 0x5b;
const opens = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const closes = (byte: number): boolean => byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** White space around an element would hide how it begins. */
function trim(bytes: Buffer, from: number, to: number): Buffer {
  let [start, end] = [from, to];
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return bytes.subarray(start, end);
}

/** The index of the quote that ends the string that begins at `at`; that of the last byte if none does. */
function stringEnd(bytes: Buffer, at: number): number {
  while (++at < bytes.length && bytes[at] !== QUOTE) if (bytes[at] === BACKSLASH) at++;
  return at;
}
