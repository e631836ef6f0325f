import { hash } from 'node:crypto';
import { GuardError, member, type JsonValue, type Message } from '@mcp-guard/core';
import type { ShownTools } from '@mcp-guard/store';
import type { Companion } from './delivery.js';
import type { OpenRequest } from './open-requests.js';

/** Names of one server that are kept in mind. */
const MAX_KNOWN = 2000;
const MAX_NAME = 256;

/** Hash of what a server says of a tool. */
export const printDefinition = (tool: JsonValue): string => hash('sha256', JSON.stringify(tool));

/**
 * Remembers which tools servers have and what they say of them, as they list them and before anything is hidden or
 * taken out: `validate` asks, and whoever has approved of a call.
 */
export class ToolLists implements Companion {
  readonly #store: ShownTools;
  /** By server and name. */
  readonly #known = new Map<string, Map<string, string | null>>();
  readonly #fresh = new Map<string, Map<string, string>>();

  constructor(store: ShownTools) {
    this.#store = store;
    for (const [server, tools] of store.all()) this.#known.set(server, new Map(tools));
  }

  /** `null` where the server has not shown the tool. Throws where that is not known: it has shown too many. */
  definitionOf(server: string, tool: string): string | null {
    const known = this.#known.get(server);
    const definition = known?.get(tool);
    if (definition === undefined && known && known.size >= MAX_KNOWN) {
      const why =
        'its server shows more tools than can be kept in mind, so nobody can tell whether this one has changed';
      throw new GuardError('POLICY_DENIED', why);
    }
    return definition ?? null;
  }

  observe(server: string, message: Message, answers: OpenRequest | undefined): void {
    if (answers?.method !== 'tools/list' || message.kind !== 'result') return;
    const tools = message.result['tools'];
    if (!Array.isArray(tools)) return;
    let known = this.#known.get(server);
    if (!known) this.#known.set(server, (known = new Map<string, string | null>()));
    // Of what was read in another thread the hash comes with the name; nobody else sends messages without bytes.
    const isThin = message.bytes.length === 0;
    for (const tool of tools) {
      const name = member(tool, 'name');
      if (typeof name !== 'string' || name.length > MAX_NAME) continue;
      const definition = isThin ? member(tool, 'definition') : printDefinition(tool);
      if (typeof definition !== 'string') continue;
      if (known.get(name) === definition || (known.size >= MAX_KNOWN && !known.has(name))) continue;
      known.set(name, definition);
      const fresh = this.#fresh.get(server) ?? new Map<string, string>();
      this.#fresh.set(server, fresh.set(name, definition));
    }
  }

  get isDirty(): boolean {
    return this.#fresh.size > 0;
  }

  write(): void {
    for (const [server, tools] of this.#fresh) this.#store.add(server, tools);
  }

  written(): void {
    this.#fresh.clear();
  }
}
