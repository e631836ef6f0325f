/** What was told to a collector of OpenTelemetry. */
export interface TelemetryStatus {
  readonly host: string;
  /** Spans, metrics and logs that it has taken. */
  readonly sent: number;
  /** Those that it has not taken. */
  readonly dropped: number;
  /** Why the last attempt failed; `null` when it did not. */
  readonly failure: string | null;
}
