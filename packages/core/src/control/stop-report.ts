/** `POST /stop` answers once nothing is in flight any more, just before the daemon exits. */
export interface StopReport {
  readonly pid: number;
  readonly sessions: number;
  /** Requests that had no answer when the time was up. */
  readonly unanswered: number;
}
