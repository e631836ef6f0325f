/** The telemetry that went to a collector of OpenTelemetry. */
export interface TelemetryStatus {
  readonly host: string;
  /** Spans, metrics and logs that it has taken. */
  readonly sent: number;
  /** Spans, metrics and logs that it has not taken. */
  readonly dropped: number;
  /** Why the last attempt failed; `null` when it did not. */
  readonly failure: string | null;
}
