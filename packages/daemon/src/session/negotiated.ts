import { lineSafe, member, type ClaimedClient, type Message } from '@mcp-guard/core';
import { LIST_KINDS, type ListKind } from '@mcp-guard/rules';
import { describeClaim, readClaim } from './claimed-client.js';
import { BATCH_REVISION } from './revision-2025-03-26/batches.js';
import type { OpenRequest } from '../state/open-requests.js';

const REVISION = /^\d{4}-\d{2}-\d{2}$/;
const SUBSCRIPTION_ID = 'io.modelcontextprotocol/subscriptionId';

/** Keeps what the two ends said of themselves and agreed on. */
export class Negotiated {
  allowsBatches = false;
  /** The name and version that the client claims. */
  client: ClaimedClient | null = null;
  /** The revision of the protocol; `null` where it is not agreed on once for all messages. */
  revision: string | null = null;
  #announces: readonly ListKind[] = [];

  /** Remembers what the client says it is, once, and returns it for the record. @param forRecord takes out what may not stand there */
  meet(message: Message, forRecord: (text: string, limit: number) => string): string | undefined {
    const claim = this.client === null ? readClaim(message, forRecord) : undefined;
    if (!claim) return undefined;
    this.client = claim;
    return describeClaim(claim);
  }

  observe(request: OpenRequest, answer: Message): void {
    if (request.method !== 'initialize' || answer.kind !== 'result') return;
    const revision = answer.result['protocolVersion'];
    this.allowsBatches = revision === BATCH_REVISION;
    this.revision = typeof revision === 'string' && REVISION.test(revision) ? revision : null;
    const capabilities = answer.result['capabilities'];
    this.#announces = LIST_KINDS.filter((kind) => member(member(capabilities, kind), 'listChanged') === true);
  }

  /**
   * The notifications that make this client ask for its lists again: if the server declared
   * that it sends them (legacy), and for each subscription that asked for them (modern).
   */
  listChangedNotices(open: readonly OpenRequest[]): { readonly method: string; readonly bytes: Buffer }[] {
    const subscribed = open.flatMap(({ id, listens }) =>
      listens.map((kind) => notice(kind, `,"params":{"_meta":{"${SUBSCRIPTION_ID}":${id}}}`)),
    );
    return [...this.#announces.map((kind) => notice(kind, '')), ...subscribed];
  }
}

function notice(kind: ListKind, params: string): { readonly method: string; readonly bytes: Buffer } {
  const method = `notifications/${kind}/list_changed`;
  return { method, bytes: lineSafe(Buffer.from(`{"jsonrpc":"2.0","method":"${method}"${params}}`)) };
}
