import type { Readable, Writable } from 'node:stream';

const LINE_FEED = 0x0a;

/** One end of a session as the bytes on its wire: a test writes them and reads them itself. */
export class WireEnd {
  readonly #name: string;
  readonly #output: Writable;
  readonly #lines: string[] = [];
  #partial: Buffer[] = [];
  #waiting: (() => void) | undefined;
  #ended = false;

  constructor(name: string, input: Readable, output: Writable) {
    this.#name = name;
    this.#output = output;
    input.on('data', (chunk: Buffer) => this.#push(chunk));
    for (const event of ['end', 'error', 'close']) input.on(event, () => this.#end());
    output.on('error', () => undefined); // an end that is gone reads nothing more
  }

  /** Writes each text with a line end behind it. */
  send(...lines: readonly (string | Buffer)[]): void {
    for (const line of lines) this.write(line, '\n');
  }

  /** Writes bytes as they are. */
  write(...bytes: readonly (string | Buffer)[]): void {
    for (const part of bytes) this.#output.write(part);
  }

  /** The next line that came, without its end; throws when none comes any more. */
  async next(): Promise<string> {
    while (this.#lines.length === 0) {
      if (this.#ended) throw new Error(`the ${this.#name} got no further line`);
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    return this.#lines.shift() ?? '';
  }

  async take(count: number): Promise<string[]> {
    const lines: string[] = [];
    while (lines.length < count) lines.push(await this.next());
    return lines;
  }

  /** What came until the end and was not read. */
  async rest(): Promise<string[]> {
    while (!this.#ended) await new Promise<void>((resolve) => (this.#waiting = resolve));
    return this.#lines.splice(0);
  }

  /** Sends no more. */
  end(): void {
    this.#output.end();
  }

  #push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#partial.push(chunk.subarray(start, end));
      this.#lines.push(Buffer.concat(this.#partial).toString());
      this.#partial = [];
      start = end + 1;
    }
    if (start < chunk.length) this.#partial.push(chunk.subarray(start));
    this.#wake();
  }

  #end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
