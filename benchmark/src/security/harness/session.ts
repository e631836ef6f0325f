import type { Readable, Writable } from 'node:stream';
import { withDeadline } from '../../deadline.js';

export type Direction = 'toServer' | 'toClient';

/** The two streams of one end. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/** The session ended while other cases used it, so none of them can be judged there. */
export class SessionEnded extends Error {
  /** What the other end had heard by then. */
  readonly heard: readonly string[];

  constructor(heard: readonly string[]) {
    super('the session ended');
    this.heard = heard;
  }
}

/** The lines that were written together, until the line behind them has come out at the other end. */
interface Window {
  readonly mark: string;
  readonly settled: PromiseWithResolvers<readonly string[]>;
}

/** One way through the guard. */
interface Way {
  readonly output: Writable;
  queue: (string | Buffer)[];
  /** Of the lines in the queue. */
  next: PromiseWithResolvers<readonly string[]> | undefined;
  readonly open: Window[];
  heard: string[];
}

const MOVES_WITHIN_MS = 60_000;

/** Both ends of one session through the guard. */
export class Session {
  readonly #ways: Readonly<Record<Direction, Way>>;
  readonly #isAlone: boolean;
  readonly #close: () => void;
  readonly ended: Promise<void>;
  #isOver = false;
  #marks = 0;

  /** @param isAlone the end of the session is a result for a case, since no other uses it */
  constructor(client: Streams, server: Streams, isAlone: boolean) {
    this.#ways = { toServer: createWay(client.output), toClient: createWay(server.output) };
    this.#isAlone = isAlone;
    this.#close = () => {
      client.output.end();
      server.output.end();
    };
    const ends = [this.#read(server.input, 'toServer'), this.#read(client.input, 'toClient')];
    void Promise.race(ends).then(this.#close);
    this.ended = Promise.all(ends).then(() => this.#finish());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Writes a line; resolves with all that reached the other end until the guard was done with it. */
  tell(direction: Direction, line: string | Buffer): Promise<readonly string[]> {
    const way = this.#ways[direction];
    if (this.#isOver) return this.#isAlone ? Promise.resolve([]) : Promise.reject(new SessionEnded([]));
    way.queue.push(line);
    if (!way.next) {
      way.next = Promise.withResolvers();
      setImmediate(() => this.#flush(way));
    }
    return withDeadline(way.next.promise, MOVES_WITHIN_MS, `nothing moved ${direction} any more`);
  }

  /** Ends both ends; resolves when nothing of the session is left. */
  close(): Promise<void> {
    this.#close();
    return this.ended;
  }

  #flush(way: Way): void {
    const { next: settled, queue } = way;
    if (!settled) return;
    way.next = undefined;
    way.queue = [];
    if (this.#isOver) return this.#settle(way, settled);
    const params = { progressToken: 'mark', progress: ++this.#marks };
    const mark = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params });
    way.open.push({ mark, settled });
    way.output.write(Buffer.concat([...queue, mark].flatMap((line) => [Buffer.from(line), LINE_END])));
  }

  #read(input: Readable, direction: Direction): Promise<void> {
    const way = this.#ways[direction];
    let partial: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
        partial.push(chunk.subarray(start, end));
        this.#hear(way, Buffer.concat(partial).toString());
        partial = [];
        start = end + 1;
      }
      partial.push(chunk.subarray(start));
    });
    input.on('error', () => {}); // its end reports the same
    return new Promise((resolve) => {
      for (const event of ['end', 'close'] as const) input.once(event, () => resolve());
    });
  }

  #hear(way: Way, line: string): void {
    const window = way.open[0];
    if (line !== window?.mark) return void way.heard.push(line);
    way.open.shift();
    window.settled.resolve(way.heard);
    way.heard = [];
  }

  #finish(): void {
    this.#isOver = true;
    for (const way of Object.values(this.#ways)) {
      for (const { settled } of way.open.splice(0)) this.#settle(way, settled);
    }
  }

  #settle({ heard }: Way, { resolve, reject }: PromiseWithResolvers<readonly string[]>): void {
    if (this.#isAlone) resolve(heard);
    else reject(new SessionEnded(heard));
  }
}

const LINE_END = Buffer.from('\n');

const createWay = (output: Writable): Way => {
  output.on('error', () => {}); // an end that is gone reads nothing more
  return { output, queue: [], next: undefined, open: [], heard: [] };
};
