import { isObject, parseJson, type JsonValue } from '@mcp-guard/core';

/** So much of a secret in one piece is as good as all of it. */
const TELLING = 0.6;

/**
 * Whether what reached an end tells a secret. It is given in the form in which it was sent (that is what a reader
 * would decode), in several pieces where it was split: then all of them have to be there.
 * @param mark stands in the lines in which also a part of it counts
 */
export function leaks(lines: readonly string[], mark: string, secrets: readonly string[]): boolean {
  const texts = lines.filter((line) => line.includes(mark)).map(textOf);
  return (
    lines.some((line) => secrets.every((secret) => line.includes(secret))) ||
    texts.some((text) => secrets.every((secret) => tells(text, secret)))
  );
}

function tells(text: string, secret: string): boolean {
  const length = Math.ceil(secret.length * TELLING);
  for (let start = 0; start + length <= secret.length; start++) {
    if (text.includes(secret.slice(start, start + length))) return true;
  }
  return false;
}

/** All that a reader sees: strings and keys with their escapes undone, numbers as they are written, files as they are. */
function textOf(line: string): string {
  const texts: string[] = [line];
  const collect = (value: JsonValue): void => {
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        texts.push(key);
        if (key === 'blob' && typeof inner === 'string') texts.push(Buffer.from(inner, 'base64').toString());
        collect(inner);
      }
    }
  };
  try {
    collect(parseJson(line));
  } catch {
    // then the line itself is all there is
  }
  return texts.join('\n');
}
