import { BACK, type Direction } from '@mcp-guard/rules';

/** Only this revision has batches. */
export const BATCH_REVISION = '2025-03-26';

/** The relation of a text that leaves to the message that led to it. */
export interface Cause {
  /** The direction of that message. A text that goes the other way is a reply to it. */
  readonly direction: Direction;
  readonly kind?: string;
  /** The request that it makes, or responds to. */
  readonly request?: { readonly id: string } | undefined;
  readonly cancels?: { readonly id: string } | undefined;
  readonly batch?: Batch | undefined;
}

/** Sends one text to the end that a direction leads to. */
export type Send = Readonly<Record<Direction, (bytes: Buffer, cause: Cause) => void>>;

/** The outcome of one element: a text for its receiver, or one back to its sender, or neither. */
interface Outcome {
  readonly forward?: Buffer;
  readonly reply?: Buffer;
  /** Id of the request that `forward` makes, responds to or cancels. */
  readonly asks?: string | undefined;
  readonly answers?: string | undefined;
  readonly cancels?: string | undefined;
}

/** Errors that may wait for responses, in bytes: a server may never send them. */
const MAX_WAITING = 2 ** 20;

/** Errors that leave with the first response to one of the other elements of their batch. */
interface Waiting {
  readonly ids: readonly string[];
  readonly errors: readonly Buffer[];
  readonly bytes: number;
}

/** The elements of one batch that were not decided yet. */
export class Batch {
  readonly #size: number;
  readonly #leave: (all: readonly Outcome[]) => void;
  readonly #decided: Outcome[] = [];

  constructor(size: number, leave: (all: readonly Outcome[]) => void) {
    this.#size = size;
    this.#leave = leave;
  }

  decide(one: Outcome): void {
    this.#decided.push(one);
    if (this.#decided.length === this.#size) this.#leave(this.#decided);
  }

  /** One element has no response. */
  drop(): void {
    this.decide({});
  }
}

/**
 * Sends for a session in which batches have come (revision 2025-03-26 only), and puts them together again. Each element is
 * judged by itself; those that pass leave as one batch, and a refused one becomes one error in the response.
 */
export class Batches {
  readonly #send: Readonly<Record<Direction, (bytes: Buffer) => void>>;
  /** Waiting batches by their direction and each id of their requests. */
  readonly #waiting = { toServer: new Map<string, Waiting>(), toClient: new Map<string, Waiting>() };
  /** Bytes that wait in each direction. */
  readonly #held = { toServer: 0, toClient: 0 };

  readonly send: Send = {
    toServer: (bytes, cause) => this.#take('toServer', bytes, cause),
    toClient: (bytes, cause) => this.#take('toClient', bytes, cause),
  };

  /** @param send to the ends themselves */
  constructor(send: Readonly<Record<Direction, (bytes: Buffer) => void>>) {
    this.#send = send;
  }

  /** A batch of so many elements; what is decided last sends what comes of all. */
  open(direction: Direction, size: number): Batch {
    return new Batch(size, (all) => this.#leave(direction, all));
  }

  #take(towards: Direction, bytes: Buffer, cause: Cause): void {
    const { direction, batch } = cause;
    const outcome = towards === direction ? { forward: bytes, ...idsOf(cause) } : { reply: bytes };
    if (batch) batch.decide(outcome);
    else this.#leaveAlone(direction, outcome);
  }

  #leaveAlone(direction: Direction, { forward, reply, answers, cancels }: Outcome): void {
    const errors = this.#release(BACK[direction], answers);
    if (forward) this.#send[direction](errors.length > 0 ? joinBatch([forward, ...errors]) : forward);
    if (reply) this.#send[BACK[direction]](reply);
    this.#reply(direction, this.#release(direction, cancels));
  }

  #leave(direction: Direction, all: readonly Outcome[]): void {
    const passed = all.flatMap(({ forward, answers }) => [
      ...(forward ? [forward] : []),
      ...this.#release(BACK[direction], answers),
    ]);
    const errors = all.flatMap(({ reply }) => reply ?? []);
    const ids = all.flatMap(({ asks }) => asks ?? []);
    if (passed.length > 0) this.#send[direction](joinBatch(passed));
    if (!this.#wait(direction, ids, errors)) this.#reply(direction, errors);
    for (const { cancels } of all) this.#reply(direction, this.#release(direction, cancels));
  }

  /**
   * Returns whether errors wait for the first response to one of `ids`. If too much waits, they leave at once, as their
   * own batch.
   */
  #wait(direction: Direction, ids: readonly string[], errors: readonly Buffer[]): boolean {
    const bytes = errors.reduce((sum, { length }) => sum + length, 0);
    if (ids.length === 0 || bytes === 0 || this.#held[direction] + bytes > MAX_WAITING) return false;
    for (const id of ids) this.#waiting[direction].set(id, { ids, errors, bytes });
    this.#held[direction] += bytes;
    return true;
  }

  #release(direction: Direction, id: string | undefined): readonly Buffer[] {
    const waiting = id === undefined ? undefined : this.#waiting[direction].get(id);
    if (!waiting) return [];
    for (const other of waiting.ids) this.#waiting[direction].delete(other);
    this.#held[direction] -= waiting.bytes;
    return waiting.errors;
  }

  #reply(direction: Direction, errors: readonly Buffer[]): void {
    if (errors.length > 0) this.#send[BACK[direction]](joinBatch(errors));
  }
}

const idsOf = ({ kind, request, cancels }: Cause): Pick<Outcome, 'asks' | 'answers' | 'cancels'> =>
  kind === 'request' ? { asks: request?.id } : { answers: request?.id, cancels: cancels?.id };

function joinBatch(elements: readonly Buffer[]): Buffer {
  const parts = elements.flatMap((element, index) => [index === 0 ? OPEN : COMMA, element]);
  return Buffer.concat([...parts, CLOSE]);
}

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');
