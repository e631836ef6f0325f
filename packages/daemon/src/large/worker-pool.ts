import type { Config } from '@mcp-guard/policy';
import { LargeWorker } from './large-worker.js';

/** How long idle workers are kept for the next message, in milliseconds: each is a third of the daemon's memory. */
const KEEP_IDLE = 60_000;

/**
 * Threads with the configuration in force. One is started for the first message that needs it, and idle ones are
 * reused: a thread for each new session, before it was needed, took its memory and its part of a core while the
 * session's server started.
 */
export class WorkerPool {
  readonly #program: URL;
  readonly #config: () => Config;
  readonly #fingerprintKey: string;
  #idle: LargeWorker[] = [];
  #cleaner: NodeJS.Timeout | undefined;

  /**
   * @param program the compiled `worker.js`
   * @param config the one in force
   * @param fingerprintKey hex; of `Fingerprints`
   */
  constructor(program: URL, config: () => Config, fingerprintKey: string) {
    this.#program = program;
    this.#config = config;
    this.#fingerprintKey = fingerprintKey;
  }

  take(): LargeWorker {
    this.#dropOld();
    return this.#idle.pop() ?? this.#start();
  }

  give(worker: LargeWorker): void {
    this.#idle.push(worker);
    this.#dropOld();
    this.#clean();
  }

  close(): void {
    clearTimeout(this.#cleaner);
    this.#idle.splice(0).forEach((worker) => worker.end());
  }

  #start(): LargeWorker {
    return new LargeWorker(this.#program, { config: this.#config(), fingerprintKey: this.#fingerprintKey });
  }

  /** Workers that are gone, or have a configuration that is no longer in force. */
  #dropOld(): void {
    const isOld = (worker: LargeWorker): boolean => worker.isGone || worker.config !== this.#config();
    this.#idle.filter(isOld).forEach((worker) => worker.end());
    this.#idle = this.#idle.filter((worker) => !isOld(worker));
  }

  #clean(): void {
    clearTimeout(this.#cleaner);
    this.#cleaner = setTimeout(() => this.close(), KEEP_IDLE).unref();
  }
}
