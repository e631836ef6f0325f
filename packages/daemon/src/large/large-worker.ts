import { Worker } from 'node:worker_threads';
import { GuardError } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import { meterThread } from './meter-thread.js';
import type { Copyable, Job, Replies, Told, WorkerSetup } from './job.js';

/**
 * Megabytes of a thread's heap: JSON of 32 MiB parses into 820 of them at most. With a larger limit, V8 lets several
 * times the memory in use pile up before it collects.
 */
const MAX_HEAP = 1024;
/**
 * The room for what a message leaves behind until it is collected, in MB: by default it is as much as three large
 * messages.
 */
const MAX_YOUNG = 16;

/** A thread that hardly computes is ended after so many times its limit: a busy machine may have kept it waiting. */
const PATIENCE = 10;

/** One thread, for one message at a time. After any fault it is gone. */
export class LargeWorker {
  readonly #thread: Worker;
  #config: Config | undefined;
  #fail: ((error: GuardError) => void) | undefined;
  #isGone = false;

  constructor(program: URL, setup: WorkerSetup) {
    this.#thread = new Worker(program, {
      workerData: setup,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP, maxYoungGenerationSizeMb: MAX_YOUNG },
    });
    this.#thread.on('error', (cause) =>
      this.#end(new GuardError('INTERNAL', 'a large message could not be inspected', { cause })),
    );
    this.#thread.on('exit', () => this.#end(new GuardError('INTERNAL', 'a large message could not be inspected')));
    this.#thread.unref();
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** From now on it judges by this configuration. */
  use(config: Config): void {
    if (config === this.#config) return;
    this.#config = config;
    this.#post({ step: 'rules', config });
  }

  /** No more is asked about its message. */
  forget(): void {
    this.#post({ step: 'forget' });
  }

  /**
   * Throws if no reply came in time; the thread is then ended in any case. Time counts while the thread computes: waiting
   * on a machine that is overloaded or asleep refuses no message.
   * @param limit in milliseconds
   * @param moved bytes that are handed over instead of copied
   */
  ask<Step extends keyof Replies>(
    job: Extract<Job, { step: Step }>,
    limit: number,
    moved?: Uint8Array,
  ): Promise<Replies[Step]> {
    return new Promise((resolve, reject) => {
      const used = meterThread(this.#thread);
      const deadline = performance.now() + PATIENCE * limit;
      const check = (): void => {
        const left = Math.min(limit - used(), deadline - performance.now());
        if (left > 0) timer = setTimeout(check, left);
        else
          this.#end(
            new GuardError('INTERNAL', 'the inspection of a large message took too long', {
              rule: job.step === 'scan' ? undefined : 'interceptors.timeout',
            }),
          );
      };
      let timer = setTimeout(check, limit);
      const onReply = (reply: Replies[Step]): void => {
        clearTimeout(timer);
        this.#fail = undefined;
        resolve(reply);
      };
      this.#fail = (error) => {
        clearTimeout(timer);
        this.#thread.off('message', onReply);
        reject(error);
      };
      this.#thread.once('message', onReply);
      try {
        this.#post(job, moved);
      } catch (error) {
        // Since no job was sent, none comes back: the thread is as it was.
        clearTimeout(timer);
        this.#fail = undefined;
        this.#thread.off('message', onReply);
        reject(GuardError.from(error));
      }
    });
  }

  #post(job: Copyable<Job | Told>, moved?: Uint8Array): void {
    this.#thread.postMessage(job, moved?.buffer instanceof ArrayBuffer ? [moved.buffer] : []);
  }

  end(): void {
    this.#end(new GuardError('INTERNAL', 'the inspection of a large message was ended'));
  }

  #end(error: GuardError): void {
    const fail = this.#fail;
    this.#fail = undefined;
    this.#isGone = true;
    void this.#thread.terminate();
    fail?.(error);
  }
}
