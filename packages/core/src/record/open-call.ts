/** A request of a client that went to its server, and of which the record has no answer. */
export interface OpenCall {
  /** JSON text. */
  readonly id: string;
  /** Of the row of the request. */
  readonly auditId: string;
}
