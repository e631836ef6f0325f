/**
 * Rewrites a JSON text so that no line reader can see more than one line in it.
 *
 * CR is white space to JSON and a line end to Python, Java and Node; U+0085, U+2028
 * and U+2029 may stand raw in a JSON string and end a line for Node's `readline`
 * and Java's `Scanner`. White space outside strings is dropped, the three are
 * escaped, and every other byte stays, so numbers keep their text.
 */
export function lineSafe(bytes: Buffer): Buffer {
  // Two bytes become six at most. A list of parts would cost hundreds of bytes for each white space.
  const safe = Buffer.allocUnsafe(bytes.length * 3);
  let length = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const escape = inString && byte >= 0x80 ? lineEndAt(bytes, at) : undefined;
    if (escape) {
      length += safe.write(escape.text, length, 'latin1');
      at += escape.bytes - 1;
    } else if (inString || !isSpace(byte)) {
      safe[length++] = byte;
      if (byte === 0x22) inString = !inString;
      else if (byte === 0x5c && inString) safe[length++] = bytes[++at]!;
    }
  }
  return safe.subarray(0, length);
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** The escape for the line end that begins at `at`, and how many bytes it stands for. */
function lineEndAt(bytes: Buffer, at: number): { readonly text: string; readonly bytes: number } | undefined {
  if (bytes[at] === 0xc2 && bytes[at + 1] === 0x85) return NEXT_LINE;
  if (bytes[at] !== 0xe2 || bytes[at + 1] !== 0x80) return undefined;
  if (bytes[at + 2] === 0xa8) return LINE_SEPARATOR;
  return bytes[at + 2] === 0xa9 ? PARAGRAPH_SEPARATOR : undefined;
}

const NEXT_LINE = { text: '\\u0085', bytes: 2 };
const LINE_SEPARATOR = { text: '\\u2028', bytes: 3 };
const PARAGRAPH_SEPARATOR = { text: '\\u2029', bytes: 3 };
