/** The types whose markers (`[REDACTED:type]`) this guard has put into messages, over restarts. */
export interface GivenMarkers {
  add(types: readonly string[]): void;
  all(): readonly string[];
}
