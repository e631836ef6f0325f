import type { ServerResponse } from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AnswerStream } from './answer-stream.ts';
import { cutLines } from './cut-lines.ts';
import { readEnvelope, type Envelope } from './envelope.ts';

/** How long a line waits for the one before it, which may never be heard. */
const PATIENCE_MS = 300;
const STEP_MS = 2;

/** What a session needs of whoever is at its other end. */
export interface OtherEnd {
  /** Makes the client open its stream of events. */
  openStream(): void;
}

/**
 * One session of a server that a test plays as lines: what the guard posts comes out of `otherSide` as a line, and a line that
 * the test writes goes to the stream of the POST that it responds to, or to a stream of events. Lines keep their order over
 * all streams both ways, as they do on one pipe, so that the same tests hold for both.
 */
export class PlayedSession {
  /** For the test, which is the server. */
  readonly otherSide: Duplex;
  isGone = false;
  readonly #ours: Duplex;
  readonly #otherEnd: OtherEnd;
  /** In the order of their POSTs. */
  readonly #posts = new Set<AnswerStream>();
  #events: AnswerStream | undefined;
  #onEvents: (() => void) | undefined;
  #last: Promise<void> = Promise.resolve();
  #lastStream: AnswerStream | undefined;
  #sent = 0;
  #heard = 0;
  #count = 0;
  /** What the guard sends and has not come yet. */
  readonly #coming: Buffer[] = [];

  constructor(otherEnd: OtherEnd) {
    [this.#ours, this.otherSide] = duplexPair();
    this.#otherEnd = otherEnd;
    this.#ours.on('error', () => undefined).once('end', () => this.#die());
    this.otherSide.on('error', () => undefined).once('close', () => this.#die());
    cutLines(this.#ours, (line) => {
      this.#last = this.#last.then(() => this.#deliver(line));
    });
  }

  /** The guard has begun to send this. */
  expect(line: Buffer): void {
    this.#coming.push(Buffer.from(line));
  }

  /** The guard has delivered a line of ours. */
  noteHeard(): void {
    this.#heard += 1;
  }

  /** Takes a POST in the order in which the guard has sent it. */
  async take(line: Buffer, response: ServerResponse, head: Readonly<Record<string, string>>): Promise<void> {
    await this.#untilItsTurn(line);
    const { asks } = readEnvelope(line);
    if (asks.length === 0) response.writeHead(202, head).end();
    else this.#openPost(new AnswerStream(response, asks, head));
    this.#ours.write(Buffer.concat([line, Buffer.from('\n')]));
  }

  async #untilItsTurn(line: Buffer): Promise<void> {
    const isNext = (): boolean => this.#coming[0]?.equals(line) ?? true;
    for (let waited = 0; !isNext() && waited < PATIENCE_MS; waited += STEP_MS) {
      await delay(STEP_MS); // oxlint-disable-line no-await-in-loop -- until then
    }
    const place = this.#coming.findIndex((each) => each.equals(line));
    this.#coming.splice(0, place + 1); // what was sent before it and has not come is given up
  }

  #openPost(post: AnswerStream): void {
    if (this.#count++ % 2 === 1) post.openEvents(); // every other one says at once that it is a stream
    this.#posts.add(post);
  }

  /** The client opens its stream of events. */
  listen(response: ServerResponse): void {
    this.#events?.cut();
    this.#events = new AnswerStream(response, []);
    this.#events.openEvents();
    this.#onEvents?.();
  }

  /** Nothing more is sent to the server. */
  endInput(): void {
    this.#ours.end();
  }

  /** The guard has let go of the session. */
  close(): void {
    this.#die();
    this.otherSide.destroy();
  }

  async #deliver(line: Buffer): Promise<void> {
    const envelope = readEnvelope(line);
    const stream = await this.#streamFor(envelope);
    if (!stream) return;
    if (this.#lastStream !== stream) await this.#untilHeard();
    this.#lastStream = stream;
    this.#sent += 1;
    stream.send(line, envelope.answers);
    if (stream.owes.size === 0) this.#posts.delete(stream);
  }

  async #streamFor({ answers }: Envelope): Promise<AnswerStream | undefined> {
    const open = [...this.#posts].filter(({ isOpen }) => isOpen);
    const owing = open.find(({ owes }) => answers.some((id) => owes.has(id)));
    if (owing) return owing;
    const related = answers.length === 0 && this.#count++ % 2 === 1 ? open.at(-1) : undefined;
    if (related) return related;
    if (!this.#events?.isOpen && !this.isGone) {
      const opened = new Promise<void>((resolve) => (this.#onEvents = resolve));
      this.#otherEnd.openStream();
      await opened;
    }
    return this.#events;
  }

  /** Streams race each other, so the next one begins once the guard has all of the last. */
  async #untilHeard(): Promise<void> {
    for (let waited = 0; this.#heard < this.#sent && waited < PATIENCE_MS; waited += STEP_MS) {
      await delay(STEP_MS); // oxlint-disable-line no-await-in-loop -- until then
    }
    this.#heard = this.#sent;
  }

  /** As a server that was killed. */
  #die(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.#onEvents?.();
    void this.#last.finally(() => {
      for (const stream of [...this.#posts, ...(this.#events ? [this.#events] : [])]) stream.cut();
      this.#ours.destroy();
    });
  }
}
