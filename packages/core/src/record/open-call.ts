/** A request of a client that went to its server, and of which the record has no answer. */
export interface OpenCall {
  /** JSON text. */
  readonly id: string;
  /** The id of the request's row. */
  readonly auditId: string;
}
