/** What one rule says of a message, for people. */
export interface ExplainedRule {
  /** Where it stands in the configuration. */
  readonly rule: string;
  /** `asks`: a person must let it pass. `counts`: it takes something from a limit that has room for it. */
  readonly verdict: 'refuses' | 'asks' | 'passes' | 'counts';
  /** Names a place in the message, and never its value. */
  readonly why: string;
  /** Of a value that was found, as exceptions name it. */
  readonly fingerprint?: string;
}
