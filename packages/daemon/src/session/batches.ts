import { GuardError, JsonScanner, toMalformed, type Malformed } from '@mcp-guard/core';
import { type Direction, BACK } from '@mcp-guard/rules';

/** The outcome of one message: a text for its receiver, or one back to its sender, or neither. */
export interface Consequence {
  readonly forward?: Buffer;
  readonly reply?: Buffer;
  /** Id of the request that `forward` makes, responds to or cancels. */
  readonly answers?: string | undefined;
  readonly asks?: string;
  readonly cancels?: string | undefined;
}

export type Finish = (consequence: Consequence) => void;

type Send = Readonly<Record<Direction, (bytes: Buffer) => void>>;

/** A longer batch is refused, in bytes. Its elements can be sent as lines. */
const MAX_BATCH_BYTES = 4 * 2 ** 20;
/** Errors that may wait for responses, in bytes: a server may never send them. */
const MAX_WAITING = 2 ** 20;

/** Errors that leave with the first response to one of the other elements of their batch. */
interface Waiting {
  readonly ids: readonly string[];
  readonly errors: readonly Buffer[];
  readonly bytes: number;
}

/**
 * Puts batches together again (revision 2025-03-26 only). Each element is judged by itself;
 * those that pass leave as one batch, and a refused one becomes one error in the response.
 */
export class Batches {
  readonly #send: Send;
  /** By the direction of a batch and each id of its requests. */
  readonly #waiting = { toServer: new Map<string, Waiting>(), toClient: new Map<string, Waiting>() };

  /** Bytes that wait in each direction. */
  readonly #held = { toServer: 0, toClient: 0 };

  /** A finish for a message that came alone: sends what it led to at once. */
  readonly alone: Readonly<Record<Direction, Finish>> = {
    toServer: this.#single('toServer'),
    toClient: this.#single('toClient'),
  };

  constructor(send: Send) {
    this.#send = send;
  }

  #single(direction: Direction): Finish {
    return ({ forward, reply, answers, cancels }) => {
      const errors = this.#release(BACK[direction], answers);
      if (forward) this.#send[direction](errors.length > 0 ? joinBatch([forward, ...errors]) : forward);
      if (reply) this.#send[BACK[direction]](reply);
      this.#reply(direction, this.#release(direction, cancels));
    };
  }

  /** A finish for each of `size` elements; the last one called sends their outcomes. */
  collect(direction: Direction, size: number): Finish {
    const all: Consequence[] = [];
    return (one) => {
      all.push(one);
      if (all.length < size) return;
      const passed = all.flatMap(({ forward, answers }) => [
        ...(forward ? [forward] : []),
        ...this.#release(BACK[direction], answers),
      ]);
      const errors = all.flatMap(({ reply }) => reply ?? []);
      const ids = all.flatMap(({ asks }) => asks ?? []);
      if (passed.length > 0) this.#send[direction](joinBatch(passed));
      if (!this.#wait(direction, ids, errors)) this.#reply(direction, errors);
      for (const { cancels } of all) this.#reply(direction, this.#release(direction, cancels));
    };
  }

  /** Whether errors wait for the first response to one of `ids`. If too much waits, they leave at once, as their own batch. */
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

function joinBatch(elements: readonly Buffer[]): Buffer {
  const parts = elements.flatMap((element, index) => [index === 0 ? OPEN : COMMA, element]);
  return Buffer.concat([...parts, CLOSE]);
}

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

/** A refusal for a message without a known requester. */
export const unreadable = (why: string): Malformed => ({
  kind: 'malformed',
  error: new GuardError('MALFORMED_MESSAGE', why),
  id: undefined,
  method: undefined,
  isAnswer: true,
});

export const NESTED_BATCH: Malformed = unreadable('a batch stands inside a batch');

/** An element of a batch that is refused as a whole: the end that waits for it gets an error. It is scanned and not read. */
export function toRefusedElement(element: Buffer, why: string): Malformed {
  const scan = new JsonScanner();
  scan.feed(element);
  return toMalformed(scan, new GuardError('MALFORMED_MESSAGE', why));
}

/** Why a batch is refused before it is taken apart. */
export function batchProblem(bytes: Buffer, isAllowed: boolean): string | undefined {
  if (!isAllowed) return 'batches are not part of the revision in use';
  return bytes.length > MAX_BATCH_BYTES ? `the batch is larger than ${MAX_BATCH_BYTES} bytes` : undefined;
}
