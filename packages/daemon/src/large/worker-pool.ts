import { LargeWorker } from './large-worker.js';

/** How long idle workers are kept for the next message, in milliseconds: each is a third of the daemon's memory. */
const KEEP_IDLE = 60_000;

/**
 * One thread is started for the first message that needs it, and idle ones are reused: a thread for each new session,
 * before it was needed, took its memory and its part of a core while the session's server started.
 */
export class WorkerPool {
  readonly #program: URL;
  readonly #fingerprintKey: string;
  #idle: LargeWorker[] = [];
  #cleaner: NodeJS.Timeout | undefined;

  /**
   * @param program the compiled `worker.js`
   * @param fingerprintKey hex; of `Fingerprints`
   */
  constructor(program: URL, fingerprintKey: string) {
    this.#program = program;
    this.#fingerprintKey = fingerprintKey;
  }

  take(): LargeWorker {
    this.#idle = this.#idle.filter((worker) => !worker.isGone);
    return this.#idle.pop() ?? new LargeWorker(this.#program, { fingerprintKey: this.#fingerprintKey });
  }

  give(worker: LargeWorker): void {
    worker.forget();
    this.#idle.push(worker);
    clearTimeout(this.#cleaner);
    this.#cleaner = setTimeout(() => this.close(), KEEP_IDLE).unref();
  }

  close(): void {
    clearTimeout(this.#cleaner);
    this.#idle.splice(0).forEach((worker) => worker.end());
  }
}
