import type { Readable } from 'node:stream';
import type { Received } from '@mcp-guard/core';
import type { EndResources, Hearing } from '../../end.js';
import type { Share } from '../../turns.js';
import { Flow, type ByteSource, type StreamReader } from './flow.js';

/** Messages and parts of messages of one slice, with any outcome. */
const MAX_STEPS = 64;

/**
 * Takes what comes for one session over any number of streams. It is cut into messages and delivered in the slices of
 * the end's share, as for a server on this machine. While the session is behind, the streams are not read, and so the
 * other side cannot send.
 */
export class Inbox {
  readonly #share: Share;
  readonly #pausedFor = new Set<string>();
  /** Bounded by the requests that are open. */
  readonly #flows = new Set<Flow>();
  /** Flows that have something. The first one is next. */
  readonly #waiting = new Set<Flow>();
  #hearing: Hearing | undefined;
  #hasAsked = false;
  #isStopped = false;

  constructor({ share }: Pick<EndResources, 'share'>) {
    this.#share = share;
  }

  start(hearing: Hearing): void {
    this.#hearing = hearing;
  }

  /**
   * Reads the messages of a source that says itself what has come: with `take`, and `end` once. `onDone` is called when all
   * of it was delivered, with the error that ended it.
   */
  open(source: ByteSource, reader: StreamReader, onDone: (error?: Error) => void = () => undefined): Flow {
    const flow = new Flow(source, reader, {
      onWaiting: (waiting) => this.#wait(waiting),
      onDone: (error) => {
        this.#flows.delete(flow);
        this.#waiting.delete(flow);
        onDone(error);
      },
    });
    if (this.#isStopped) flow.close();
    else this.#flows.add(flow);
    flow.keepPace(this.isPaused);
    return flow;
  }

  /** Reads a body. Resolves once all of it was delivered; rejects, after what came before, if it breaks. */
  read(body: Readable, reader: StreamReader): Promise<void> {
    return new Promise((resolve, reject) => {
      const flow = this.open(body, reader, (error) => (error ? reject(error) : resolve()));
      body
        .on('data', (chunk: Buffer) => flow.take(chunk))
        .once('end', () => flow.end())
        .once('error', (error) => flow.end(error))
        .once('close', () => flow.end(body.readableEnded ? undefined : new Error('the stream was cut')));
    });
  }

  /** Called by readers, in a slice: hands one message to the session. */
  deliver(received: Received): void {
    if (received.kind === 'given up') return this.#hearing?.tooLong(received.scan, received.why, received.rule);
    const { bytes, release } = received;
    if (bytes.length > 0 && !this.#isStopped) return this.#hearing?.line(bytes, release);
    release?.();
    this.idle();
  }

  /** Called by readers, in a slice: something has come that is no part of a message. */
  readonly idle = (): void => this.#hearing?.empty();

  get hasUnheard(): boolean {
    return this.#waiting.size > 0;
  }

  /** The session lets nothing be read now: the other side cannot be blamed for its silence. */
  get isPaused(): boolean {
    return this.#pausedFor.size > 0;
  }

  pause(why: string): void {
    this.#pausedFor.add(why);
    for (const flow of this.#flows) flow.keepPace(true);
  }

  resume(why: string): void {
    if (!this.#pausedFor.delete(why) || this.isPaused) return;
    for (const flow of this.#flows) flow.keepPace(false);
    this.#ask();
  }

  /** Gives up messages that have been unfinished since before `time`, unless we stopped reading. */
  discardOlderThan(time: number): void {
    for (const flow of this.#flows) {
      if (this.isPaused || this.#waiting.has(flow)) flow.reader.restartClock();
      else flow.discardOlderThan(time);
    }
  }

  /** Delivers nothing more, and drops what has come. */
  stop(): void {
    this.#isStopped = true;
    for (const flow of this.#flows) flow.close();
  }

  #wait(flow: Flow): void {
    if (this.#isStopped) return;
    this.#waiting.add(flow);
    this.#ask();
  }

  #ask(): void {
    if (this.#hasAsked || this.#isStopped || this.isPaused || !this.hasUnheard) return;
    this.#hasAsked = true;
    this.#share.ask(() => this.#readSlice());
  }

  #readSlice(): void {
    this.#hasAsked = false;
    let steps = 0;
    // The first step is made in any case, so that a slow machine makes progress.
    const mayGoOn = (): boolean =>
      !this.isPaused && !this.#isStopped && (steps++ === 0 || (steps <= MAX_STEPS && this.#share.hasTime));
    for (const flow of this.#waiting) {
      const isDone = flow.readOn(mayGoOn);
      this.#waiting.delete(flow);
      // Others are first in the next slice.
      if (!isDone && !flow.isClosed) this.#waiting.add(flow);
      if (!isDone) break;
      flow.keepPace(this.isPaused);
    }
    this.#ask();
  }
}
