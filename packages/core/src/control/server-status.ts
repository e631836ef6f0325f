/** What keeps a server from starting, and what helps. */
export interface ServerProblem {
  readonly what: string;
  readonly help: string;
}

export interface ServerStatus {
  readonly name: string;
  readonly sessions: number;
  /** As far as it can be told without starting it; `null` where nothing is known to be wrong. */
  readonly problem: ServerProblem | null;
}
