import type { HeldCall } from '../held-call.js';

/** One way to tell a person about held calls. It sees no argument of a call, and nothing that it does decides one. */
export interface Receiver {
  /** In `status` and in the log: no secret. */
  readonly name: string;
  /** How often one report is tried, within a minute. */
  readonly attempts: number;
  /** The configuration in force names it; if not, what waits is dropped. */
  readonly isWanted: () => boolean;
  /** Reports a call, or throws why it cannot. Ends by itself within seconds. */
  readonly report: (call: HeldCall) => Promise<void>;
}
