/** The spending of one user from one cap in one minute. */
export interface Spent {
  readonly key: string;
  /** Unix minutes. */
  readonly minute: number;
  /** In millionths of the currency. */
  readonly amount: bigint;
}

/** A paid call whose outcome is not known yet. */
export interface Reservation {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly actor: string;
  readonly server: string;
  readonly tool: string;
  /** In millionths of the currency. */
  readonly amount: bigint;
  readonly currency: string;
  /** The daemon that sent it died before the response came: it counts as spent. */
  readonly isLost: boolean;
}

/** The spent part of caps, over restarts. Written in the transaction of the rows of the calls. */
export interface SpendingStore {
  /** All amounts, in the order of time. */
  load(): readonly Spent[];
  /** Forgets what was spent before `minute`. */
  forget(minute: number): void;
  /** Marks the calls that were open when a daemon died, and returns them, the oldest first. Those before `before` (Unix milliseconds) are forgotten. */
  loadLost(before: number): readonly Reservation[];
  /** Replaces the amount of a key and its minute; zero forgets it. */
  put(spent: readonly Spent[]): void;
  open(reservation: Reservation): void;
  close(id: string): void;
}
