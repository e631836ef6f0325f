import { JsonCursor } from './json-cursor.js';

/** One spelling of a place in a value: a JSON pointer. */
export const toPointer = (path: readonly string[]): string =>
  path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * The numbers that a path leads to, in the digits that were sent, by their pointers: a parsed
 * number has lost some. Reads the text once.
 * @param bytes one JSON text that was read strictly
 * @param steps keys and indices from the outermost value; `*` stands for every one
 */
export function numberTexts(bytes: Buffer, steps: readonly string[]): ReadonlyMap<string, string> {
  const reader = new NumberReader(bytes.toString());
  reader.read(steps, []);
  return reader.found;
}

/**
 * The numbers beyond 2^53 in a text, in the digits that were sent, by their pointers: the parsed
 * ones have lost some. Reads the text once. Recursive: check the depth before.
 * @param bytes one JSON text that was read strictly
 */
export function longNumberTexts(bytes: Buffer): ReadonlyMap<string, string> {
  const reader = new LongNumberReader(bytes.toString());
  reader.read();
  return reader.found;
}

class LongNumberReader extends JsonCursor {
  readonly found = new Map<string, string>();
  readonly #path: string[] = [];

  read(): void {
    const start = this.at;
    const open = this.text[start];
    if (open === '{' || open === '[') return this.#readContainer(open === '{');
    this.skipValue();
    if (open === '"') return;
    const text = this.text.slice(start, this.at);
    if (Math.abs(Number(text)) > Number.MAX_SAFE_INTEGER) this.found.set(toPointer(this.#path), text);
  }

  #readContainer(isObject: boolean): void {
    this.at++;
    for (let index = 0; !this.skipTo(isObject ? '}' : ']'); index++) {
      this.#path.push(isObject ? this.readKey() : String(index));
      this.read();
      this.#path.pop();
    }
  }
}

class NumberReader extends JsonCursor {
  readonly found = new Map<string, string>();

  /** Reads the value at `at`, which is at `path`. */
  read(steps: readonly string[], path: readonly string[]): void {
    const start = this.at;
    const open = this.text[start] ?? '';
    if (steps.length === 0) {
      this.skipValue();
      if (/[-\d]/.test(open)) this.found.set(toPointer(path), this.text.slice(start, this.at));
    } else if (open === '{' || open === '[') this.#readContainer(open === '{', steps, path);
    else this.skipValue();
  }

  #readContainer(isObject: boolean, [wanted, ...steps]: readonly string[], path: readonly string[]): void {
    this.at++;
    for (let index = 0; !this.skipTo(isObject ? '}' : ']'); index++) {
      const step = isObject ? this.readKey() : String(index);
      if (wanted === '*' || wanted === step) this.read(steps, [...path, step]);
      else this.skipValue();
    }
  }
}
