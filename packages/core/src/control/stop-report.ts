/** `POST /stop` responds once nothing is in flight, just before the daemon exits. */
export interface StopReport {
  readonly pid: number;
  readonly sessions: number;
  /** Requests without a response when the time was up. */
  readonly unanswered: number;
}
