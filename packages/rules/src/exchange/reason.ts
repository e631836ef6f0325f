/** Why a call needs a person. */
export interface Reason {
  /** Where the rule stands in the configuration. */
  readonly rule: string;
  /** Behind "it needs a person because"; for people. */
  readonly why: string;
  /** It is about what was typed for a tool that asked for more, and not about the arguments alone. */
  readonly byAnswer?: boolean;
}
