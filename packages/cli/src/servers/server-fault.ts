/** What a server does instead of answering; the message reads behind its name, and nothing in it acts on a terminal. */
export class ServerFault extends Error {
  /** The JSON-RPC code, where it answered with an error. */
  readonly rpc: number | undefined;

  constructor(what: string, rpc?: number) {
    super(what);
    this.rpc = rpc;
  }
}
