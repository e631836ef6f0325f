/** What one rule decides about a message, for people. */
export interface ExplainedRule {
  /** Where it stands in the configuration. */
  readonly rule: string;
  /** `asks`: a person must approve it. `counts`: it takes something from a limit that has room for it. */
  readonly verdict: 'refuses' | 'asks' | 'passes' | 'counts';
  /** Names a place in the message, never its value. */
  readonly why: string;
  /** Of the value of a finding, as exceptions name it. */
  readonly fingerprint?: string;
}
