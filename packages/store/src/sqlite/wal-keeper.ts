import type { WalState } from './maintenance.js';

/** Bytes of the WAL after which it is written back as far as possible. */
const STEP = 4 * 2 ** 20;
/** Above this the WAL restarts: nothing is committed for the few milliseconds that its last checkpoint takes. */
const RESTART_ABOVE = 16 * 2 ** 20;
/** Commits wait no longer than this for a slow disk, in milliseconds. */
const MAX_HOLD = 50;
/** A page and its header. */
const FRAME = 4096 + 24;

export interface WalKeeperOptions {
  /** Writes back what no reader needs; resolves with nothing if that failed. */
  readonly checkpoint: () => Promise<WalState | undefined>;
  /** From now on nothing is committed, until `release`. */
  readonly hold: () => void;
  readonly release: () => void;
}

/**
 * Keeps the WAL small while messages go on. SQLite restarts it with the first commit that finds all of it written back
 * and no reader, which a writer without pauses never lets happen: its next commit comes before the last one was written
 * back. So when the WAL is long, commits wait once for a last, short checkpoint.
 */
export class WalKeeper {
  readonly #options: WalKeeperOptions;
  /** Bytes that were written since the last checkpoint began, roughly. */
  #written = 0;
  #frames = 0;
  #restartAbove = RESTART_ABOVE;
  #isBusy = false;

  constructor(options: WalKeeperOptions) {
    this.#options = options;
  }

  /** @param bytes what a commit has added, roughly */
  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.#written >= STEP) void this.#writeBack();
  }

  /** Nothing was committed for a while, so a checkpoint delays no message. */
  idle(): void {
    if (this.#written > 0) void this.#writeBack();
  }

  async #writeBack(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#written = 0;
    const state = this.#observe(await this.#options.checkpoint());
    // What a reader still needs is not written back, however long commits wait.
    if (state && state.done === state.frames && state.frames * FRAME > this.#restartAbove) await this.#restart();
    this.#isBusy = false;
  }

  async #restart(): Promise<void> {
    const { checkpoint, hold, release } = this.#options;
    hold();
    const timer = setTimeout(release, MAX_HOLD);
    const state = this.#observe(await checkpoint());
    clearTimeout(timer);
    release();
    // Not again soon, unless the WAL has restarted: a reader may prevent that.
    this.#restartAbove = 2 * FRAME * (state?.frames ?? 0);
  }

  #observe(state: WalState | undefined): WalState | undefined {
    if (!state) return undefined;
    if (state.frames < this.#frames) this.#restartAbove = RESTART_ABOVE;
    this.#frames = state.frames;
    return state;
  }
}
