import { member, type Message } from '@mcp-guard/core';
import type { ShownTools } from '@mcp-guard/store';
import type { Companion } from './delivery.js';
import type { OpenRequest } from './open-requests.js';

/** Names of one server that are kept in mind. */
const MAX_KNOWN = 2000;
const MAX_NAME = 256;

/** Remembers which tools servers have, as they list them and before any is hidden: `validate` asks. */
export class ToolLists implements Companion {
  readonly #store: ShownTools;
  /** By server. */
  readonly #known = new Map<string, Set<string>>();
  readonly #fresh = new Map<string, string[]>();

  constructor(store: ShownTools) {
    this.#store = store;
  }

  observe(server: string, message: Message, answers: OpenRequest | undefined): void {
    if (answers?.method !== 'tools/list' || message.kind !== 'result') return;
    const tools = message.result['tools'];
    if (!Array.isArray(tools)) return;
    let known = this.#known.get(server);
    if (!known) this.#known.set(server, (known = new Set()));
    for (const tool of tools) {
      const name = member(tool, 'name');
      if (typeof name !== 'string' || name.length > MAX_NAME || known.has(name) || known.size >= MAX_KNOWN) continue;
      known.add(name);
      const fresh = this.#fresh.get(server);
      if (fresh) fresh.push(name);
      else this.#fresh.set(server, [name]);
    }
  }

  get isDirty(): boolean {
    return this.#fresh.size > 0;
  }

  write(): void {
    for (const [server, names] of this.#fresh) this.#store.add(server, names);
  }

  written(): void {
    this.#fresh.clear();
  }
}
