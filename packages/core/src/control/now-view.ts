import type { Hint } from '../hint.js';
import type { HaltStatus } from './halt.js';
import type { SessionView } from './session-view.js';

/** Something that a person should look at, with what to do about it. */
export interface Concern {
  /** `wrong`: traffic is refused or a server cannot work; `look`: nothing is lost yet. */
  readonly level: 'wrong' | 'look';
  readonly what: string;
  /** `null` where waiting is all. */
  readonly help: Hint | null;
}

/** The traffic of one second. */
export interface Second {
  /** Unix seconds. */
  readonly at: number;
  /** Requests of clients. */
  readonly calls: number;
  readonly refused: number;
  readonly held: number;
}

/** Measured over the last minutes, in milliseconds; `null` where nothing was measured. */
export interface Latency {
  /** The time that messages spent in the guard. */
  readonly guard: { readonly p50: number | null; readonly p95: number | null };
  /** The time until servers answered. */
  readonly upstream: { readonly p50: number | null; readonly p95: number | null };
}

/** `GET /now` */
export interface NowView {
  /** Unix milliseconds. */
  readonly at: number;
  readonly version: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** `null` while calls pass. */
  readonly halt: HaltStatus | null;
  /** Empty if all is well. The worst first. */
  readonly concerns: readonly Concern[];
  readonly sessions: readonly SessionView[];
  /** The last five minutes, oldest first, without gaps. */
  readonly seconds: readonly Second[];
  readonly latency: Latency;
  /** Calls that wait for a person. */
  readonly pending: number;
}
