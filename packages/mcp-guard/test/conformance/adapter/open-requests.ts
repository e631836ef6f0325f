import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  SUBSCRIPTION_ID_META_KEY,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';

/**
 * The requests of a client that wait for their answer. On stdio a notice or a question of the server does not say
 * which request it belongs to, on HTTP it has to go out on that request's stream: `relatedTo` finds it.
 */
export class OpenRequests {
  readonly #open = new Map<RequestId, JSONRPCRequest>();

  add(request: JSONRPCRequest): void {
    this.#open.set(request.id, request);
  }

  has(id: RequestId): boolean {
    return this.#open.has(id);
  }

  delete(id: RequestId): void {
    this.#open.delete(id);
  }

  ids(): RequestId[] {
    return [...this.#open.keys()];
  }

  /** By subscription id, by progress token, and otherwise the newest call: whatever it says, it says while it works. */
  relatedTo(message: JSONRPCMessage): RequestId | undefined {
    if (isJSONRPCNotification(message)) {
      const { _meta } = message.params ?? {};
      const subscription = _meta?.[SUBSCRIPTION_ID_META_KEY];
      if (typeof subscription === 'string' || typeof subscription === 'number') return subscription;
      if (message.method === 'notifications/progress') return this.#byProgressToken(message.params?.['progressToken']);
    }
    if (!isJSONRPCNotification(message) && !isJSONRPCRequest(message)) return undefined;
    const calls = [...this.#open.values()].filter(({ method }) => method !== 'subscriptions/listen');
    return calls.at(-1)?.id;
  }

  #byProgressToken(token: unknown): RequestId | undefined {
    return [...this.#open.values()].find((request) => progressTokenOf(request) === token)?.id;
  }
}

function progressTokenOf({ params }: JSONRPCRequest): unknown {
  const { _meta } = params ?? {};
  return _meta?.progressToken;
}
