import type { ServerResponse } from 'node:http';
import { toEvent } from './event-text.ts';

const JSON_HEAD = { 'content-type': 'application/json' };
const EVENTS_HEAD = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };

/** The response to one POST or GET: it becomes events once it has to be more than one message. */
export class AnswerStream {
  /** JSON texts of the ids that it still owes a response. */
  readonly owes: Set<string>;
  readonly #response: ServerResponse;
  #isEvents = false;

  constructor(response: ServerResponse, owes: readonly string[], head: Readonly<Record<string, string>> = {}) {
    this.owes = new Set(owes);
    this.#response = response;
    for (const [name, value] of Object.entries(head)) response.setHeader(name, value);
  }

  get isOpen(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded;
  }

  openEvents(): void {
    if (this.#isEvents) return;
    this.#isEvents = true;
    this.#response.writeHead(200, EVENTS_HEAD);
    this.#response.write(': here they are\n\n');
  }

  /** Sends a line that responds to these ids; the last one that is owed ends the stream. */
  send(line: Buffer, answers: readonly string[]): void {
    for (const id of answers) this.owes.delete(id);
    const isLast = answers.length > 0 && this.owes.size === 0;
    if (isLast && !this.#isEvents) {
      this.#response.writeHead(200, { ...JSON_HEAD, 'content-length': line.length });
      this.#response.end(line);
      return;
    }
    this.openEvents();
    this.#response.write(toEvent(line));
    if (isLast) this.#response.end();
  }

  cut(): void {
    this.#response.destroy();
  }
}
