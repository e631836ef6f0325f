import { lineSafe, member, type Message } from '@mcp-guard/core';
import { LIST_KINDS, type ListKind } from '@mcp-guard/rules';
import type { OpenRequest } from '../state/open-requests.js';

/** Only this revision has batches. */
const BATCH_REVISION = '2025-03-26';
const SUBSCRIPTION_ID = 'io.modelcontextprotocol/subscriptionId';

/** What the two ends agreed on, read from the responses that the client got. */
export class Negotiated {
  allowsBatches = false;
  #announces: readonly ListKind[] = [];

  observe(request: OpenRequest, answer: Message): void {
    if (request.method !== 'initialize' || answer.kind !== 'result') return;
    this.allowsBatches = answer.result['protocolVersion'] === BATCH_REVISION;
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
