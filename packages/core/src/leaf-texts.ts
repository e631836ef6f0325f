import { JsonCursor } from './json-cursor.js';
import { parseJson } from './jsonrpc.js';
import { toPointer } from './number-texts.js';

/**
 * The scalars and empty containers of a JSON text in their order: JSON pointer and text as it is written
 * there, so that a number keeps its digits. Throws what `JSON.parse` throws. Recursive: check the depth before.
 */
export function leafTexts(text: string): readonly (readonly [pointer: string, text: string])[] {
  parseJson(text);
  const reader = new LeafReader(text);
  reader.read('');
  return reader.found;
}

class LeafReader extends JsonCursor {
  readonly found: (readonly [string, string])[] = [];

  read(pointer: string): void {
    const start = this.at;
    const open = this.text[start];
    if (open === '{' || open === '[') {
      if (this.#readContainer(open === '{', pointer) > 0) return;
    } else this.skipValue();
    this.found.push([pointer, this.text.slice(start, this.at)]);
  }

  #readContainer(isObject: boolean, pointer: string): number {
    this.at++;
    let index = 0;
    for (; !this.skipTo(isObject ? '}' : ']'); index++) {
      this.read(pointer + toPointer([isObject ? this.readKey() : String(index)]));
    }
    return index;
  }
}
