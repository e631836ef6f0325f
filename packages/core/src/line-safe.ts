/**
 * Rewrites a JSON text so that no line reader can see more than one line in it.
 *
 * CR is white space to JSON and a line end to Python, Java and Node; U+0085, U+2028
 * and U+2029 may stand raw in a JSON string and end a line for Node's `readline`
 * and Java's `Scanner`. White space outside strings is dropped, the three are
 * escaped, and every other byte stays, so numbers keep their text.
 */
export function lineSafe(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let copied = 0;
  let inString = false;
  const replace = (from: number, length: number, by: string): void => {
    parts.push(bytes.subarray(copied, from), Buffer.from(by));
    copied = from + length;
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (!inString) {
      if (byte === 0x22) inString = true;
      else if (byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) replace(at, 1, '');
    } else if (byte === 0x5c) at++;
    else if (byte === 0x22) inString = false;
    else if (byte === 0xc2 && bytes[at + 1] === 0x85) replace(at, 2, '\\u0085');
    else if (byte === 0xe2 && bytes[at + 1] === 0x80) {
      if (bytes[at + 2] === 0xa8) replace(at, 3, '\\u2028');
      if (bytes[at + 2] === 0xa9) replace(at, 3, '\\u2029');
    }
  }
  if (parts.length === 0) return bytes;
  parts.push(bytes.subarray(copied));
  return Buffer.concat(parts);
}
