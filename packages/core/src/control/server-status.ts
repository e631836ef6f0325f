/** The problem that keeps a server from starting, and what helps. */
export interface ServerProblem {
  readonly what: string;
  readonly help: string;
}

export interface ServerStatus {
  readonly name: string;
  readonly sessions: number;
  /** `stdio`, `streamable-http`, `sse` or `websocket`. */
  readonly transport: string;
  /** The host of a remote server with its port, if that is not the one of its scheme; `null` for a server of this machine. */
  readonly host: string | null;
  /**
   * A remote server that has failed so many times in a row is not asked for so many seconds; 0: the next request finds out
   * whether it is back.
   */
  readonly leftAlone: { readonly seconds: number; readonly failures: number } | null;
  /** The problem that can be seen without starting it; `null` if nothing is known to be wrong. */
  readonly problem: ServerProblem | null;
}
