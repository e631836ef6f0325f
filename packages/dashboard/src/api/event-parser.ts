/** One event of a stream: `event` and `data` of the HTML standard's server-sent events. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/** The most of one event. */
const MAX_CHARACTERS = 8 * 2 ** 20;

/** Reads events out of a stream as it comes, cut anywhere. What the page does not use (`id`, `retry`) is passed over. */
export class EventParser {
  readonly #onEvent: (event: StreamEvent) => void;
  #rest = '';
  /** The last character was a CR: an LF that follows belongs to it. */
  #endedInReturn = false;
  #name = '';
  #data: string[] = [];
  #length = 0;

  constructor(onEvent: (event: StreamEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** Throws if an event is longer than any of the daemon's. */
  push(chunk: string): void {
    const text = this.#rest + (this.#endedInReturn && chunk.startsWith('\n') ? chunk.slice(1) : chunk);
    if (chunk !== '') this.#endedInReturn = chunk.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    if (this.#length + this.#rest.length > MAX_CHARACTERS) throw new RangeError('an event of the stream is too long');
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.#name = value;
    if (field !== 'data') return;
    this.#data.push(value);
    this.#length += value.length;
  }

  #dispatch(): void {
    const event = { name: this.#name || 'message', data: this.#data.join('\n') };
    const isEvent = this.#data.length > 0;
    this.#name = '';
    this.#data = [];
    this.#length = 0;
    if (isEvent) this.#onEvent(event);
  }
}
