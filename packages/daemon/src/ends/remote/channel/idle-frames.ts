/** Bytes: a longer part of a message is paid by what it holds. */
const SMALL = 128;
/** In the second byte of a frame: its length is in the 2 or 8 bytes that follow. */
const LONG = 126;
const LONGER = 127;
const FINAL = 0x80;
const CONTROL = 0x08;

/**
 * Finds the frames (RFC 6455, 5.2) of a server that bring no message: pings and pongs, and small parts of one. `ws` tells
 * of the first only, and of none before it was answered.
 */
export class IdleFrames {
  readonly #onIdle: () => void;
  /** The first bytes of a frame, until its length is known. */
  #head: number[] = [];
  /** Bytes of the payload that are still to come. */
  #left = 0;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  read(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, chunk.length - at);
        this.#left -= skipped;
        at += skipped;
      } else this.#readHead(chunk.readUInt8(at++));
    }
  }

  #readHead(byte: number): void {
    this.#head.push(byte);
    const [kind = 0, short, ...length] = this.#head;
    if (short === undefined) return;
    if (short >= LONG && length.length < (short === LONGER ? 8 : 2)) return;
    this.#left = short < LONG ? short : length.reduce((sum, part) => sum * 256 + part, 0);
    this.#head = [];
    const isPart = (kind & FINAL) === 0 && this.#left < SMALL;
    if (isPart || (kind & CONTROL) !== 0) this.#onIdle();
  }
}
