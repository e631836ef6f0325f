import { availableParallelism } from 'node:os';
import { GuardError, toMalformed, type Batch, type Malformed, type Message, type Waiting } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import {
  type Direction,
  type MessageContext,
  type ChargeLimits,
  refused,
  untouched,
  type Judgement,
} from '@mcp-guard/rules';
import { copyContext } from './copy-context.js';
import type { LargeWorker } from './large-worker.js';
import { fromPlain } from './plain-error.js';
import { ThreadQueue, type Owner, type Turn } from './thread-queue.js';
import { WorkerPool } from './worker-pool.js';

/** Above this many bytes a message would hold up the small ones of other sessions. */
export const LARGE_BYTES: number = 128 * 1024;
/** Even a machine with one core gets a second thread: the system shares cores more evenly than we could. */
const MIN_WORKERS = 2;
const MAX_WORKERS = 4;
/** After a longer message its thread ends, in bytes: V8 keeps much of what it took for as long as the thread lives. */
const MAX_KEPT = 8 * 2 ** 20;
/** For the start of a worker and one pass over the bytes, in milliseconds: it finds the end that waits, so it is not cut short. */
const SCAN_LIMIT = 30_000;

/** A message whose body stays in a worker until it was judged. */
export interface LargeMessage {
  readonly kind: 'large';
  /** Without its body: enough to pair and record it. */
  readonly message: Message;
  /**
   * Judges by the configuration in force, again where that has changed: the last judgement counts, and the bytes of the
   * others are gone. Throws where the thread took too long; then it has ended.
   * @param charge takes from each limit once: the charges of the skeleton were taken already
   */
  judge(direction: Direction, context: MessageContext, charge: ChargeLimits): Promise<Judgement>;
  /** It will not be judged any more. */
  release(): void;
}

/** A thread, and the owner of the message in it. */
interface Job {
  readonly worker: LargeWorker;
  readonly turn: Turn;
}

/**
 * Reads and judges large messages in threads, by the same reader and the same interceptors.
 * A thread that takes too long is ended: a timer does not stop code that does not yield.
 */
export class LargeMessages {
  readonly #config: () => Config;
  readonly #pool: WorkerPool;
  readonly #queue = new ThreadQueue(Math.max(MIN_WORKERS, Math.min(MAX_WORKERS, availableParallelism() - 1)));

  /**
   * @param program the compiled `worker.js`
   * @param config the one in force
   * @param fingerprintKey hex; of `Fingerprints`
   */
  constructor(program: URL, config: () => Config, fingerprintKey: string) {
    this.#config = config;
    this.#pool = new WorkerPool(program, fingerprintKey);
  }

  /** The bytes of `line` no longer belong to the caller. Never throws: a line that took too long is malformed too. */
  async read(line: Buffer, owner: Owner): Promise<LargeMessage | Batch | Malformed> {
    let waiting: Waiting = { id: undefined, method: undefined, hasAnswer: false };
    let job: Job | undefined;
    try {
      job = await this.#start(owner, line.length);
      const { worker } = job;
      worker.use(this.#config());
      waiting = await worker.ask<'scan'>({ step: 'scan', line }, SCAN_LIMIT, line);
      const reply = await worker.ask<'read'>({ step: 'read' }, this.#limitFor(owner));
      if (reply.kind === 'message') return this.#toLarge(job, reply.message);
      this.#release(job);
      if (reply.kind === 'batch') return { kind: 'batch', elements: reply.elements.map(toBuffer) };
      return { ...reply.malformed, error: fromPlain(reply.error) };
    } catch (error) {
      if (job) this.#release(job);
      return toMalformed(waiting, GuardError.from(error));
    }
  }

  close(): void {
    this.#pool.close();
  }

  async #start(owner: Owner, bytes: number): Promise<Job> {
    const turn = await this.#queue.take(owner, bytes);
    try {
      return { worker: this.#pool.take(), turn };
    } catch (error) {
      this.#queue.end(turn, true);
      throw error;
    }
  }

  #toLarge(job: Job, message: Message): LargeMessage {
    const { worker, turn } = job;
    let again: Buffer | undefined;
    const judge: LargeMessage['judge'] = async (direction, context, charge) => {
      worker.use(this.#config());
      const { bytes, isOriginal, refusal, charges, ...judged } = await worker.ask<'judge'>(
        { step: 'judge', direction, context: copyContext(context), again },
        this.#limitFor(turn.owner),
        again,
      );
      again = isOriginal ? toBuffer(bytes) : undefined;
      const excess = charge(charges);
      if (excess) return refused(untouched(message), excess);
      const inspected = { ...judged, message: { ...message, bytes: toBuffer(bytes) } };
      return refusal ? refused(inspected, fromPlain(refusal)) : inspected;
    };
    return { kind: 'large', message, judge, release: () => this.#release(job) };
  }

  #limitFor(owner: Owner): number {
    return this.#queue.limitFor(owner, this.#config().interceptors.timeout * 1000);
  }

  #release({ worker, turn }: Job): void {
    const isFault = worker.isGone;
    if (turn.bytes > MAX_KEPT) worker.end();
    else this.#pool.give(worker);
    this.#queue.end(turn, isFault);
  }
}

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
