/*
 * JSON that stands in a text, as the results of most tools do: the whole text, its lines from the first that opens a
 * document, or each of its lines. It is gone over once as it stands, and nothing is made of it: a document that was
 * cut off is read as far as it goes.
 */

/** A string without its quotes, or a number. */
export interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly isText: boolean;
  /** Its text is not what it says. */
  readonly hasEscapes: boolean;
}

/** Told of what is in a document, in order. */
export interface Visitor {
  open(isList: boolean): void;
  /** The key of the member whose value follows, without its quotes. */
  key(start: number, end: number): void;
  leaf(leaf: Leaf): void;
  /** `true`, `false` or `null`. */
  word(): void;
  close(): void;
}

/** Deeper levels are not visited, nor what follows them. */
const MAX_LEVELS = 64;
/** In one text. What opens like a document and is none costs a search for the next line that does. */
const MAX_FAILURES = 16;

/** A place that opens a document: no time in brackets, block of code or name of another format. */
const BEGIN = /\{\s{0,200}["}]|\[\s{0,200}(?:[\]{["\d-]|true|false|null)/y;
/** Each of several JSON lines but the first begins so. */
const LINE = '\n{"';

/** Anything in a text opens a document. */
export const hasDocument = (text: string): boolean => firstDocument(text) >= 0;

/** Goes over all documents of a text. */
export function visitDocuments(text: string, visitor: Visitor): void {
  const scanner = new Scanner(text, visitor);
  let failures = 0;
  for (let at = firstDocument(text); at >= 0 && failures < MAX_FAILURES;) {
    const end = scanner.read(at);
    if (end < 0) failures++;
    const next = endOfBlank(text, Math.max(end, at + 1));
    at = end >= 0 && begins(text, next) ? next : text.indexOf(LINE, Math.max(end, at + 1)) + 1 || -1;
  }
}

function firstDocument(text: string): number {
  const first = endOfBlank(text, 0);
  if (begins(text, first)) return first;
  const starts = ['\n{', '\n['].map((opening) => text.indexOf(opening) + 1).filter((at) => at > 0 && begins(text, at));
  return starts.length === 0 ? text.indexOf(LINE) + 1 || -1 : Math.min(...starts);
}

function begins(text: string, at: number): boolean {
  BEGIN.lastIndex = at;
  return BEGIN.test(text);
}

class Scanner {
  readonly #text: string;
  readonly #visitor: Visitor;
  /** The first backslash that does not stand before the place. */
  #backslash = -1;
  /** The string that was read last has escapes. */
  #hadEscapes = false;

  constructor(text: string, visitor: Visitor) {
    this.#text = text;
    this.#visitor = visitor;
  }

  /** Past a document; -1 where it turns out to be none. All that was opened is closed. */
  read(start: number): number {
    const lists: boolean[] = [];
    const end = this.#read(start, lists);
    for (const _ of lists) this.#visitor.close();
    return end;
  }

  #read(start: number, lists: boolean[]): number {
    const text = this.#text;
    let isKey = false;
    for (let at = start; at < text.length;) {
      const code = text.charCodeAt(at);
      if (isBlank(code)) at++;
      else if (code === COMMA) {
        isKey = lists.at(-1) === false;
        at++;
      } else if (code === OPENS_OBJECT || code === OPENS_LIST) {
        if (isKey || lists.length === MAX_LEVELS) return -1;
        lists.push(code === OPENS_LIST);
        this.#visitor.open(code === OPENS_LIST);
        isKey = code === OPENS_OBJECT;
        at++;
      } else if (code === CLOSES_OBJECT || code === CLOSES_LIST) {
        if (lists.pop() !== (code === CLOSES_LIST)) return -1;
        this.#visitor.close();
        isKey = false;
        at++;
        if (lists.length === 0) return at;
      } else {
        at = isKey ? this.#readKey(at) : this.#readLeaf(at, code);
        if (at < 0) return -1;
        isKey = false;
      }
    }
    return text.length;
  }

  /** Past the colon behind a key. */
  #readKey(start: number): number {
    const text = this.#text;
    const end = text.charCodeAt(start) === QUOTE ? this.#endOfText(start + 1) : -1;
    if (end < 0) return -1;
    this.#visitor.key(start + 1, end);
    const colon = endOfBlank(text, end + 1);
    return text.charCodeAt(colon) === COLON ? colon + 1 : -1;
  }

  #readLeaf(start: number, code: number): number {
    const text = this.#text;
    if (code === QUOTE) {
      const end = this.#endOfText(start + 1);
      if (end < 0) return -1;
      this.#visitor.leaf({ start: start + 1, end, isText: true, hasEscapes: this.#hadEscapes });
      return end + 1;
    }
    let end = start;
    while (end < text.length && NUMBER[text.charCodeAt(end)] === 1) end++;
    if (end > start) {
      this.#visitor.leaf({ start, end, isText: false, hasEscapes: false });
      return end;
    }
    WORD.lastIndex = start;
    const word = WORD.exec(text)?.[0].length ?? -1;
    if (word > 0) this.#visitor.word();
    return word < 0 ? -1 : start + word;
  }

  /** The quote that ends a string; -1 if there is none. */
  #endOfText(start: number): number {
    const text = this.#text;
    this.#hadEscapes = false;
    let quote = text.indexOf('"', start);
    if (this.#backslash < start) this.#backslash = nextOf(text, '\\', start);
    while (quote >= 0 && this.#backslash < quote) {
      this.#hadEscapes = true;
      if (this.#backslash + 1 === quote) quote = text.indexOf('"', quote + 1);
      this.#backslash = nextOf(text, '\\', this.#backslash + 2);
    }
    return quote;
  }
}

const nextOf = (text: string, what: string, from: number): number => {
  const at = text.indexOf(what, from);
  return at < 0 ? Infinity : at;
};

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENS_LIST = 0x5b;
const CLOSES_LIST = 0x5d;
const OPENS_OBJECT = 0x7b;
const CLOSES_OBJECT = 0x7d;
const WORD = /true|false|null/y;
const NUMBER = Uint8Array.from({ length: 128 }, (_, code) => (/[\d+.eE-]/.test(String.fromCharCode(code)) ? 1 : 0));

const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 9;
function endOfBlank(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}
