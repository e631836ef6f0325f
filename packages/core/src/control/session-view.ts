/** The name and version that a client gives itself when it connects: any program can send any name. */
export interface ClaimedClient {
  /** Masked and bounded, as every text of others. */
  readonly name: string;
  readonly version: string | null;
}

/** One client with its own connection to one server: `GET /sessions`. Times are Unix milliseconds. */
export interface SessionView {
  readonly id: string;
  readonly server: string;
  readonly user: string;
  readonly roles: readonly string[];
  /** `null` until the client has said it. */
  readonly client: ClaimedClient | null;
  /** The protocol revision that both agreed on; `null` before. */
  readonly revision: string | null;
  /** Process of the bridge; `null` where the system does not show it. */
  readonly pid: number | null;
  readonly since: number;
  /** Requests of the client that wait for their answers. */
  readonly inFlight: number;
  /** Calls so far, and those of them that were refused. */
  readonly calls: number;
  readonly refused: number;
  /** When the last message passed or was refused; `null` before the first one. */
  readonly lastAt: number | null;
}
