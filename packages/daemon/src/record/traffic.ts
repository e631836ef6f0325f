/** How much has come through one session so far. */
export class Traffic {
  /** Requests of the client. */
  calls = 0;
  /** Those of them that were refused. */
  refused = 0;
  /** When the last message of either end passed or was refused: Unix milliseconds. */
  lastAt: number | null = null;

  count(at: number, isCall: boolean, isRefused: boolean): void {
    this.lastAt = at;
    if (!isCall) return;
    this.calls++;
    if (isRefused) this.refused++;
  }
}
