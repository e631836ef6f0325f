/** The decision of one rule about a message, for people. */
export interface ExplainedRule {
  /** The place of the rule in the configuration. */
  readonly rule: string;
  /** `asks`: a person must approve it. `counts`: it takes something from a limit that has room for it. */
  readonly verdict: 'refuses' | 'asks' | 'passes' | 'counts';
  /** Names a place in the message, never its value. */
  readonly why: string;
  /** The fingerprint of the finding's value, as exceptions name it. */
  readonly fingerprint?: string;
}
