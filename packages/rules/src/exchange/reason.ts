/** Why a call needs a person. */
export interface Reason {
  /** The place of the rule in the configuration. */
  readonly rule: string;
  /** Follows "it needs a person because"; for people. */
  readonly why: string;
  /** It is about form input for a tool that asked for more, not about the arguments alone. */
  readonly byAnswer?: boolean;
}
