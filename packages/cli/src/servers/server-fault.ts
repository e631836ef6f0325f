/**
 * The misbehaviour of a server in place of a response; the message reads after its name, and is safe for a terminal.
 */
export class ServerFault extends Error {
  /** The JSON-RPC code, if it responded with an error. */
  readonly rpc: number | undefined;

  constructor(what: string, rpc?: number) {
    super(what);
    this.rpc = rpc;
  }
}
