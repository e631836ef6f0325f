/** The state of an approval. The first four still apply to calls to come. */
export type ApprovalState =
  /** Waits for a decision. */
  | 'pending'
  /** Admits its call once. */
  | 'approved'
  /** Admits calls like its own, as `standing` defines. */
  | 'standing'
  /** Its call stays denied until it expires. */
  | 'denied'
  | 'used'
  | 'expired'
  /** The call was cancelled, or its rules or its tool have changed. */
  | 'withdrawn'
  /** A person took a decision back. */
  | 'revoked';

/** A rule that asks for a person. */
export interface ApprovalReason {
  /** The place of the rule in the configuration, with file, line and column. */
  readonly rule: string;
  readonly why: string;
}

/** The person who decided, as far as the system shows; the name given with `--by` is a claim. */
export interface Decider {
  readonly uid: number;
  readonly pid: number | null;
  /** `pts/3`; null if there is none. */
  readonly tty: string | null;
  /** Name of the program that started the one that decided; `the page` for what was decided there: the rest is of the command that opened it. */
  readonly parent: string | null;
  /** It ran among the processes of a client that was connected to the guard. */
  readonly insideClient: boolean;
  readonly hasPassphrase: boolean;
  /** It was written down while no daemon ran: then all of the above is a claim, too. */
  readonly proposed: boolean;
}

/** An approval admits these calls beyond its own. */
export interface Standing {
  /** JSON pointers into the arguments: their values must be as in the approved call. `null`: everything except the amounts. */
  readonly same: readonly string[] | null;
  readonly maxUses: number;
  /** The most that all of them together may cost, a decimal; `null` if the call costs nothing. */
  readonly maxSpend: string | null;
  readonly uses: number;
  readonly spent: string;
}
