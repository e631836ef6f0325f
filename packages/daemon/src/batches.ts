import { GuardError, type Malformed } from '@mcp-guard/core';

/** What one message led to: a text for the end it was meant for, or one back to its sender, or neither. */
export interface Consequence {
  readonly forward?: Buffer;
  readonly reply?: Buffer;
  /** Id of the question that `forward` answers. */
  readonly answers?: string;
  /** Id of the question that `forward` asks. */
  readonly asks?: string;
}

export type Finish = (consequence: Consequence) => void;

/**
 * Puts batches together again (revision 2025-03-26 only). Each element lives its own life;
 * what passes leaves as one batch, and a refused element becomes one error in the answer.
 */
export class Batches {
  /** Errors that wait for the answer to another element of their batch, by the id of each such element. */
  readonly #errors = new Map<string, Buffer[]>();

  /** A finish for each of `size` elements; the last one called sends what they came to. */
  collect(size: number, forward: (bytes: Buffer) => void, reply: (bytes: Buffer) => void): Finish {
    const consequences: Consequence[] = [];
    return (consequence) => {
      consequences.push(consequence);
      if (consequences.length < size) return;
      const passed = consequences.flatMap((one) => [
        ...(one.forward ? [one.forward] : []),
        ...this.errorsFor(one.answers),
      ]);
      const errors = consequences.flatMap((one) => one.reply ?? []);
      const asked = consequences.flatMap((one) => one.asks ?? []);
      for (const id of asked) this.#errors.set(id, errors);
      if (passed.length > 0) forward(joinBatch(passed));
      if (errors.length > 0 && asked.length === 0) reply(joinBatch(errors));
    };
  }

  /** The errors that leave with the answer to `id`, once. */
  errorsFor(id: string | undefined): readonly Buffer[] {
    const errors = id === undefined ? undefined : this.#errors.get(id);
    if (id === undefined || !errors) return [];
    this.#errors.delete(id);
    return errors.splice(0);
  }
}

export function joinBatch(elements: readonly Buffer[]): Buffer {
  const parts = elements.flatMap((element, index) => [index === 0 ? OPEN : COMMA, element]);
  return Buffer.concat([...parts, CLOSE]);
}

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

const unreadable = (why: string): Malformed => ({
  kind: 'malformed',
  error: new GuardError('MALFORMED_MESSAGE', why),
  id: undefined,
  method: undefined,
});

export const UNKNOWN_BATCH: Malformed = unreadable('batches are not part of the revision in use');
export const NESTED_BATCH: Malformed = unreadable('a batch stands inside a batch');
