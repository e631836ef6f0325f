/** Why a call needs a person. */
export interface Reason {
  /** Where the rule stands in the configuration. */
  readonly rule: string;
  /** Behind "it needs a person because"; for people. */
  readonly why: string;
}
