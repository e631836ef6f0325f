export type EventField = 'data' | 'event' | 'id' | 'retry' | 'other';

/** The lines of an event beside its data: its type, its id and a delay. */
const FREE_LINES = 3;
/** Lines of data that count as one: a message that is written over several lines is cut where they end. */
const DATA_LINES = 16;

/** Finds the lines of an event stream that bring nothing: comments, unknown fields, and more of the others than an event needs. */
export class IdleLines {
  readonly #onIdle: (() => void) | undefined;
  #dataLines = 0;
  #otherLines = 0;

  constructor(onIdle: (() => void) | undefined) {
    this.#onIdle = onIdle;
  }

  line(field: EventField): void {
    const isIdle =
      field === 'data' ? ++this.#dataLines % DATA_LINES === 0 : field === 'other' || ++this.#otherLines > FREE_LINES;
    if (isIdle) this.#onIdle?.();
  }

  endEvent(): void {
    this.#dataLines = this.#otherLines = 0;
  }
}
