import { PathMap } from '../record/path-map.js';
import { JsonCursor, toPointer } from './json-cursor.js';

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

/** The digits of numbers, as they were sent. */
export interface LongNumbers {
  /** @param path keys and indices from the outermost value */
  at(path: readonly (string | number)[]): string | undefined;
}

/**
 * The numbers beyond 2^53 in a text, in the digits that were sent: the parsed ones have lost some. Exponents are
 * written out. Reads the text once. Recursive: check the depth before.
 * @param bytes one JSON text that was read strictly
 */
export function longNumberTexts(bytes: Buffer): LongNumbers {
  const reader = new LongNumberReader(bytes.toString());
  reader.read();
  return { at: (path) => reader.found.get(path) };
}

class LongNumberReader extends JsonCursor {
  readonly found = new PathMap<string>();
  readonly #path: string[] = [];

  read(): void {
    const start = this.at;
    const open = this.text[start];
    if (open === '{' || open === '[') return this.#readContainer(open === '{');
    this.skipValue();
    if (open === '"') return;
    const text = this.text.slice(start, this.at);
    if (Math.abs(Number(text)) > Number.MAX_SAFE_INTEGER) this.found.at(this.#path, () => writeOut(text));
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

/** Longer ones stay as they are: no detector looks for so many digits. */
const MAX_DIGITS = 64;

/** `6.2e2` as `620`. */
function writeOut(text: string): string {
  const [mantissa = '', exponent] = text.split(/e/i);
  if (exponent === undefined) return text;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (digits.length > MAX_DIGITS || point < 0 || point > MAX_DIGITS) return text;
  const all = digits.padEnd(point, '0');
  const rest = all.slice(point).replace(/0+$/, '');
  return sign + all.slice(0, point).replace(/^0+(?=\d)/, '') + (rest === '' ? '' : `.${rest}`);
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
