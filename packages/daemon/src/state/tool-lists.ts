import { hash } from 'node:crypto';
import { isCall, member, type JsonValue, type Message, LIST_TOOLS } from '@mcp-guard/core';
import { callsTool } from '@mcp-guard/rules';
import {
  definitionOf,
  MAX_SHOWN_TOOLS,
  type Definitions,
  type Kinds,
  type ShownTools,
  type ToolKind,
} from '@mcp-guard/store';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';
import type { OpenRequest } from './open-requests.js';
import { kindsOf, MAX_NAME } from './tool-kinds.js';

const hashDefinition = (tool: JsonValue): string => hash('sha256', JSON.stringify(tool));

/** Hashes of the definitions in a list, by name. A tool without a usable name is left out. */
export function hashTools(
  tools: readonly JsonValue[],
  hashOne: (tool: JsonValue) => JsonValue | undefined = hashDefinition,
): Map<string, string> {
  const shown = new Map<string, string>();
  for (const tool of tools) {
    const name = member(tool, 'name');
    if (typeof name !== 'string' || name.length > MAX_NAME) continue;
    const definition = hashOne(tool);
    if (typeof definition !== 'string') continue;
    const other = shown.get(name); // of two tools with one name a client may take either
    shown.set(name, other === undefined ? definition : hash('sha256', other + definition));
  }
  return shown;
}

/** All by name of the tool. */
interface ToolsOfServer {
  /** The tool that was shown last stands last. */
  readonly known: Map<string, string | null>;
  /** Definitions that are still to be written. */
  readonly fresh: Map<string, string>;
  /** The `readOnlyHint` that was last shown by a process of the server that this daemon started. */
  readonly hints: Map<string, boolean>;
  /** The kinds that the server claims for them, and which are still to be written; for tools in `known` only. */
  readonly kinds: Map<string, ToolKind | null>;
  readonly freshKinds: Map<string, ToolKind | null>;
}

/**
 * Remembers the tools of servers and their definitions, as they are listed and before anything is hidden or withheld:
 * `validate` needs them, and so does an approval, which holds for one definition. If a server has too many tools, those
 * that were shown longest ago are forgotten, so that nothing it shows passes unseen.
 */
export class ToolLists implements TransactionWriter {
  readonly #store: ShownTools;
  readonly #unwritten: Unwritten;
  readonly #servers = new Map<string, ToolsOfServer>();

  constructor(store: ShownTools, unwritten: Unwritten) {
    this.#store = store;
    this.#unwritten = unwritten;
    const kinds = store.kinds();
    for (const [server, tools] of store.all()) this.#servers.set(server, toTools(tools, kinds.get(server)));
  }

  /** `null` if the server has not shown the tool. Throws if that is unknown, because it has shown too many. */
  definitionOf(server: string, tool: string): string | null {
    return definitionOf(this.#servers.get(server)?.known, tool);
  }

  /** The names of the tools that the server has shown. */
  namesOf(server: string): readonly string[] {
    return [...(this.#servers.get(server)?.known.keys() ?? [])];
  }

  /** The kind that the server claims for a tool; `null` if it claims none. */
  kindOf(server: string, tool: string): ToolKind | null {
    return this.#servers.get(server)?.kinds.get(tool) ?? null;
  }

  /** The `readOnlyHint` that the server last gave for the tool that a message calls; nothing if it gave none. */
  hintOf(server: string, message: Message): boolean | undefined {
    if (!isCall(message) || !callsTool(message.method)) return undefined;
    const name = member(message.params, 'name');
    return typeof name === 'string' ? this.#servers.get(server)?.hints.get(name) : undefined;
  }

  observe(server: string, message: Message, answers: OpenRequest | undefined): void {
    if (answers?.method !== LIST_TOOLS || message.kind !== 'result') return;
    const tools = message.result['tools'];
    if (!Array.isArray(tools)) return;
    let ofServer = this.#servers.get(server);
    if (!ofServer) this.#servers.set(server, (ofServer = toTools()));
    // A list that was read in another thread has hashes in place of definitions.
    const hashOf = message.body === 'here' ? hashDefinition : (tool: JsonValue) => member(tool, 'definition');
    const shown = hashTools(tools, hashOf);
    for (const [name, hint] of hintsOf(tools)) rememberHint(ofServer.hints, name, hint);
    for (const [name, definition] of shown) remember(ofServer, name, definition);
    rememberKinds(ofServer, kindsOf(tools));
    if (ofServer.fresh.size + ofServer.freshKinds.size > 0) this.#unwritten.add(this);
  }

  write(): void {
    for (const [server, { known, fresh, freshKinds }] of this.#servers) {
      if (fresh.size > 0) this.#store.add(server, fresh, known);
      if (freshKinds.size > 0) this.#store.describe(server, freshKinds);
    }
  }

  written(): void {
    for (const { fresh, freshKinds } of this.#servers.values()) {
      fresh.clear();
      freshKinds.clear();
    }
  }
}

const toTools = (known?: Definitions, kinds?: Kinds): ToolsOfServer => ({
  known: new Map(known),
  fresh: new Map(),
  hints: new Map(),
  kinds: new Map(kinds),
  freshKinds: new Map(),
});

/** A server says whether a tool changes nothing; `undefined` if it does not say. */
function hintIn(tool: JsonValue): boolean | undefined {
  const hint = member(member(tool, 'annotations'), 'readOnlyHint');
  return hint === undefined || hint === null ? undefined : hint === true;
}

/** The hints of a list, by name of the tool. Two tools with one name that differ may change something. */
export function hintsOf(tools: readonly JsonValue[]): ReadonlyMap<string, boolean | undefined> {
  const hints = new Map<string, boolean | undefined>();
  for (const tool of tools) {
    const name = member(tool, 'name');
    if (typeof name !== 'string' || name.length > MAX_NAME) continue;
    const hint = hintIn(tool);
    hints.set(name, hints.has(name) && hints.get(name) !== hint ? false : hint);
  }
  return hints;
}

function rememberHint(hints: Map<string, boolean>, name: string, hint: boolean | undefined): void {
  hints.delete(name);
  if (hint !== undefined) hints.set(name, hint);
  const [oldest = ''] = hints.keys();
  if (hints.size > MAX_SHOWN_TOOLS) hints.delete(oldest);
}

function rememberKinds({ known, kinds, freshKinds }: ToolsOfServer, shown: Kinds): void {
  for (const [name, kind] of shown) {
    if (!known.has(name) || (kinds.get(name) ?? null) === kind) continue;
    kinds.set(name, kind);
    freshKinds.set(name, kind);
  }
  if (kinds.size > MAX_SHOWN_TOOLS) for (const name of kinds.keys()) if (!known.has(name)) kinds.delete(name);
  for (const name of freshKinds.keys()) if (!known.has(name)) freshKinds.delete(name);
}

function remember({ known, fresh }: ToolsOfServer, name: string, definition: string): void {
  if (known.get(name) !== definition) fresh.set(name, definition);
  known.delete(name);
  known.set(name, definition);
  if (known.size <= MAX_SHOWN_TOOLS) return;
  const [oldest = ''] = known.keys();
  known.delete(oldest);
  fresh.delete(oldest);
}
