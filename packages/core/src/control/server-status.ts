/** What keeps a server from starting, and what helps. */
export interface ServerProblem {
  readonly what: string;
  readonly help: string;
}

export interface ServerStatus {
  readonly name: string;
  readonly sessions: number;
  /** What can be seen without starting it; `null` if nothing is known to be wrong. */
  readonly problem: ServerProblem | null;
}
