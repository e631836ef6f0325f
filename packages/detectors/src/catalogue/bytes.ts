/*
 * Named arrays of numbers and texts in one row of bytes: a head that names each with its place, and the arrays. They are
 * used where they stand, so that all threads of a process share them.
 */

/** Another one stands in front of each form that a program could read wrongly. */
const FORM = 'mcp-guard catalogue 2';
/** No array of numbers begins elsewhere than at a multiple of it. */
const ALIGNED = 8;
/** The length of the head is written in so many digits. */
const HEAD_LENGTH = 10;

/** Many lists of numbers, one behind the other: list `n` begins at the end of the one before. */
export interface Lists {
  readonly ends: Uint32Array;
  readonly values: Uint16Array;
}

export const toLists = (lists: readonly (readonly number[])[]): Lists => {
  let end = 0;
  return { ends: Uint32Array.from(lists, ({ length }) => (end += length)), values: Uint16Array.from(lists.flat()) };
};

export const listAt = ({ ends, values }: Lists, number: number): Uint16Array =>
  values.subarray(number === 0 ? 0 : ends[number - 1], ends[number]);

export class BytesWriter {
  readonly #parts: { readonly name: string; readonly bytes: Uint8Array }[] = [];

  add(name: string, { buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Int32Array | Uint32Array): void {
    this.#parts.push({ name, bytes: new Uint8Array(buffer, byteOffset, byteLength) });
  }

  addLists(name: string, { ends, values }: Lists): void {
    this.add(`${name} ends`, ends);
    this.add(`${name} values`, values);
  }

  /** @param lines without line ends */
  addLines(name: string, lines: readonly string[]): void {
    this.add(name, new TextEncoder().encode(lines.join('\n')));
  }

  finish(): Uint8Array {
    let at = 0;
    const places = this.#parts.map(({ name, bytes }) => {
      const place = { name, bytes, at };
      at += Math.ceil(bytes.length / ALIGNED) * ALIGNED;
      return place;
    });
    const lines = places.map(({ name, bytes, at: start }) => `${name}\t${start}\t${bytes.length}`);
    const head = [FORM, at, ...lines].join('\n');
    const before = Math.ceil((HEAD_LENGTH + Buffer.byteLength(head)) / ALIGNED) * ALIGNED;
    const all = new Uint8Array(before + at);
    all.set(new TextEncoder().encode(String(before).padStart(HEAD_LENGTH) + head.padEnd(before - HEAD_LENGTH)));
    for (const { bytes, at: start } of places) all.set(bytes, before + start);
    return all;
  }
}

/** Reads what `BytesWriter` wrote. Throws for what is of another form, or not whole. */
export class BytesReader {
  readonly #bytes: Uint8Array;
  readonly #places: ReadonlyMap<string, readonly [start: number, length: number]>;

  constructor(bytes: Uint8Array) {
    const text = (start: number, end: number): string => Buffer.from(bytes.subarray(start, end)).toString('latin1');
    const before = Number(text(0, HEAD_LENGTH));
    const [form, length, ...lines] = text(HEAD_LENGTH, before).trimEnd().split('\n');
    if (form !== FORM) throw new Error('is of another version');
    if (bytes.length !== before + Number(length)) throw new Error('is not whole');
    this.#bytes = bytes;
    this.#places = new Map(
      lines.map((line) => {
        const [name = '', start, size] = line.split('\t');
        return [name, [before + Number(start), Number(size)]];
      }),
    );
  }

  bytes(name: string): Uint8Array {
    const [start, length] = this.#place(name);
    return this.#bytes.subarray(start, start + length);
  }

  uint16(name: string): Uint16Array {
    const [start, length] = this.#place(name);
    return new Uint16Array(this.#bytes.buffer, this.#bytes.byteOffset + start, length / 2);
  }

  int32(name: string): Int32Array {
    const [start, length] = this.#place(name);
    return new Int32Array(this.#bytes.buffer, this.#bytes.byteOffset + start, length / 4);
  }

  uint32(name: string): Uint32Array {
    const [start, length] = this.#place(name);
    return new Uint32Array(this.#bytes.buffer, this.#bytes.byteOffset + start, length / 4);
  }

  lists(name: string): Lists {
    return { ends: this.uint32(`${name} ends`), values: this.uint16(`${name} values`) };
  }

  lines(name: string): readonly string[] {
    const bytes = this.bytes(name);
    return bytes.length === 0 ? [] : Buffer.from(bytes).toString('utf8').split('\n');
  }

  #place(name: string): readonly [start: number, length: number] {
    const place = this.#places.get(name);
    if (!place) throw new Error(`has no ${name}`);
    return place;
  }
}
