import type { Batch } from './revision-2025-03-26/batches.js';

/** Small messages that may wait in a lane, and their bytes; cancellations behind them are still processed. */
const MAX_HELD_UP = 256;
const MAX_HELD_BYTES = 2 ** 20;
/** Elements of a batch that are processed in one slice. */
const MAX_ELEMENTS = 16;

/** A line, or an element of a batch. */
export interface LanePart {
  readonly bytes: Buffer;
  readonly batch?: Batch | undefined;
  /** Gives back what it holds of the budget for lines. */
  readonly release?: (() => void) | undefined;
}

/** Work that must follow what came before it. */
interface Following {
  readonly work: () => void;
}

export interface LaneOptions {
  /** Processes what came, in its turn. */
  readonly take: (part: LanePart) => void;
  /** Calls back in a turn to come. */
  readonly later: (work: () => void) => void;
  /**
   * Called when the lane is full, and when it no longer is: the end that the messages come from is not read from in
   * between.
   */
  readonly onHeldUp: (isFull: boolean) => void;
}

/** The messages of one direction: the elements of a batch come one by one, before the lines after it. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #judged = new SerialQueue(() => this.#onChange());
  /** The rest of a batch, and the lines after it. */
  readonly #queue: (LanePart | Following)[] = [];
  /** Large messages whose ids are not known yet. */
  #unread = 0;
  #hasAsked = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  push(piece: LanePart | Following): void {
    if (this.#queue.length > 0) this.#queue.push(piece);
    else this.#take(piece);
  }

  /** Calls back once everything that came before was judged. */
  follow(work: () => void): void {
    this.push({ work });
  }

  /** Runs `work` once everything before it was judged; what comes after waits for it. @param bytes of the message */
  run(work: Work, bytes: number): void {
    this.#judged.run(work, bytes);
  }

  /** The same for a message that is read only then; `work` calls `wasRead`. */
  read(work: Work): void {
    this.#unread++;
    this.#reportHeldUp();
    this.#judged.run(work);
  }

  wasRead(): void {
    this.#unread--;
  }

  /** A request may have come whose id is not known yet. */
  get hasUnread(): boolean {
    return this.#unread > 0;
  }

  /** Everything that came was judged and recorded. */
  get isSettled(): boolean {
    return this.#unread === 0 && this.#queue.length === 0 && this.#judged.isIdle;
  }

  /** Takes the elements of a batch next. */
  takeApart(parts: readonly LanePart[]): void {
    this.#queue.unshift(...parts);
    this.#takeQueued();
  }

  #take(piece: LanePart | Following): void {
    if ('work' in piece) this.#judged.run(piece.work);
    else this.#options.take(piece);
  }

  /** Elements after one that is still being judged wait unread: as texts they are small. */
  #takeQueued(): void {
    for (let count = 0; count < MAX_ELEMENTS && this.#judged.isIdle; count++) {
      const next = this.#queue.shift();
      if (!next) break;
      this.#take(next);
    }
    this.#onChange();
  }

  #onChange(): void {
    this.#resume();
    this.#reportHeldUp();
  }

  /** Others have their turn before the next elements. */
  #resume(): void {
    const hasWork = this.#queue.length > 0 && this.#judged.isIdle;
    if (!hasWork || this.#hasAsked) return;
    this.#hasAsked = true;
    this.#options.later(() => {
      this.#hasAsked = false;
      this.#takeQueued();
    });
  }

  /** A message in a worker or a batch holds up all after it, and a lane holds only so many small messages. */
  #reportHeldUp(): void {
    const isBehind = this.#unread > 0 || this.#queue.length > 0;
    const { length, bytes } = this.#judged;
    this.#options.onHeldUp(isBehind || length > MAX_HELD_UP || bytes > MAX_HELD_BYTES);
  }
}

type Work = () => void | Promise<void>;

/** Keeps work in order: what waits for a promise holds up what comes after it. */
export class SerialQueue {
  readonly #onChange: () => void;
  readonly #waiting: { readonly work: Work; readonly bytes: number }[] = [];
  #bytes = 0;
  #busy = false;

  /** @param onChange called when work is held up and when it no longer is */
  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange;
  }

  /**
   * Runs `work` at once if nothing is under way, so a synchronous message costs no promise.
   * @param bytes of the message, which count while it is held up
   */
  run(work: Work, bytes = 0): void {
    if (!this.#busy) return this.#start(work);
    this.#waiting.push({ work, bytes });
    this.#bytes += bytes;
    this.#onChange();
  }

  /** Messages that are held up. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Bytes that are held up. */
  get bytes(): number {
    return this.#bytes;
  }

  /** True while no work is under way or held up. */
  get isIdle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  #start(work: Work): void {
    for (let next: Work | undefined = work; next; next = this.#takeNext()) {
      const pending = next();
      if (!pending) continue;
      this.#busy = true;
      void pending.finally(() => {
        this.#busy = false;
        const following = this.#takeNext();
        if (following) this.#start(following);
        this.#onChange();
      });
      return;
    }
  }

  #takeNext(): Work | undefined {
    const next = this.#waiting.shift();
    this.#bytes -= next?.bytes ?? 0;
    return next?.work;
  }
}
