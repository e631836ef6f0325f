import { availableParallelism } from 'node:os';
import { GuardError, toMalformed, type Batch, type Malformed, type Message, type Waiting } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import type { Direction, MessageContext, Take } from '../interceptor.js';
import { refused, untouched, type Outcome } from '../pipeline.js';
import { copyContext } from './copy-context.js';
import { LargeWorker } from './large-worker.js';
import { fromPlain } from './plain-error.js';

/** Above this many bytes a message would hold up the small ones of other sessions. */
export const LARGE_BYTES: number = 128 * 1024;
const MAX_WORKERS = 4;
/** For the start of a worker and one pass over the bytes, in milliseconds: it tells who waits, so it is not cut short. */
const SCAN_LIMIT = 30_000;
/** How long an idle worker is kept for the next large message, in milliseconds. */
const KEEP_IDLE = 60_000;

/** A message whose body stays in a worker until it was judged. */
export interface LargeMessage {
  readonly kind: 'large';
  /** Without its body: enough to pair and record it. */
  readonly message: Message;
  judge(direction: Direction, context: MessageContext): Promise<Outcome>;
  /** It will not be judged. */
  release(): void;
}

/**
 * Reads and judges large messages in threads, by the same reader and the same interceptors.
 * A thread that takes too long is ended: a timer does not stop code that does not yield. A
 * session has at most one message of each direction here, so nobody fills the queue alone.
 */
export class LargeMessages {
  readonly #program: URL;
  readonly #config: () => Config;
  readonly #take: Take;
  readonly #fingerprintKey: string;
  readonly #maxWorkers = Math.max(1, Math.min(MAX_WORKERS, availableParallelism() - 1));
  #idle: LargeWorker[] = [];
  #count = 0;
  /** Bounded by the sessions, with two messages each. */
  readonly #waiting: ((worker: LargeWorker) => void)[] = [];
  #cleaner: NodeJS.Timeout | undefined;

  /**
   * @param program the compiled `worker.js`
   * @param config the one in force
   * @param fingerprintKey hex; of `Fingerprints`
   */
  constructor(program: URL, config: () => Config, take: Take, fingerprintKey: string) {
    this.#program = program;
    this.#config = config;
    this.#take = take;
    this.#fingerprintKey = fingerprintKey;
  }

  /** The bytes of `line` are no longer the caller's. Never throws: what took too long is malformed too. */
  async read(line: Buffer): Promise<LargeMessage | Batch | Malformed> {
    const worker = await this.#acquire();
    let waiting: Waiting = { id: undefined, method: undefined, hasAnswer: false };
    try {
      waiting = await worker.ask<'scan'>({ step: 'scan', line }, SCAN_LIMIT, line);
      const { max_depth: maxDepth } = worker.config.daemon;
      const reply = await worker.ask<'read'>({ step: 'read', maxDepth }, this.#limit);
      if (reply.kind === 'message') return this.#toLarge(worker, reply.message);
      this.#release(worker);
      if (reply.kind === 'batch') return { kind: 'batch', elements: reply.elements.map(toBuffer) };
      return { ...reply.malformed, error: fromPlain(reply.error) };
    } catch (error) {
      this.#release(worker);
      return toMalformed(waiting, GuardError.from(error));
    }
  }

  close(): void {
    clearTimeout(this.#cleaner);
    for (const worker of this.#idle) worker.end();
    this.#idle = [];
  }

  #toLarge(worker: LargeWorker, message: Message): LargeMessage {
    const judge = async (direction: Direction, context: MessageContext): Promise<Outcome> => {
      try {
        const { bytes, refusal, charges, ...judged } = await worker.ask<'judge'>(
          { step: 'judge', direction, context: copyContext(context) },
          this.#limit,
        );
        if (worker.config !== this.#config())
          throw new GuardError('INTERNAL', 'the policy changed meanwhile; ask again');
        const excess = this.#take(charges);
        if (excess) throw excess;
        const whole = { ...message, bytes: toBuffer(bytes) };
        return { ...untouched(whole), ...judged, refusal: refusal && fromPlain(refusal) };
      } catch (error) {
        return refused(untouched(message), error);
      } finally {
        this.#release(worker);
      }
    };
    return { kind: 'large', message, judge, release: () => this.#release(worker) };
  }

  get #limit(): number {
    return this.#config().interceptors.timeout * 1000;
  }

  async #acquire(): Promise<LargeWorker> {
    const idle = this.#idle.pop();
    if (idle?.config === this.#config()) return idle;
    if (idle) {
      this.#discard(idle); // it was started with a configuration that is no longer in force
      return this.#acquire();
    }
    if (this.#count < this.#maxWorkers) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(worker: LargeWorker): void {
    if (worker.isGone || worker.config !== this.#config()) this.#discard(worker);
    else this.#idle.push(worker);
    const next = this.#waiting.shift();
    if (next) next(this.#idle.pop() ?? this.#start());
    clearTimeout(this.#cleaner);
    this.#cleaner = setTimeout(() => this.#idle.splice(0).forEach((old) => this.#discard(old)), KEEP_IDLE).unref();
  }

  #start(): LargeWorker {
    this.#count++;
    return new LargeWorker(this.#program, { config: this.#config(), fingerprintKey: this.#fingerprintKey });
  }

  #discard(worker: LargeWorker): void {
    this.#count--;
    worker.end();
  }
}

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
