import type { JsonObject, JsonValue } from '@mcp-guard/core';

/** A part of the protocol with methods of its own. All that the guard knows of a method stands in its row. */
export interface Extension {
  /** Its name among the `extensions` of capabilities; `null` for the specification itself. */
  readonly id: string | null;
  readonly methods: Readonly<Record<string, Method>>;
  /** The members of capabilities by which it is declared beside `extensions`, in some revision. */
  readonly capabilities?: readonly string[];
}

/** A client may send `client`, a server `server`; both sides may send `both`. */
export interface Method {
  readonly from: 'client' | 'server' | 'both';
  readonly does?: Deed;
  /** A message by it names these, which lists of the policy may refuse. */
  readonly asks?: Asks;
  /** The list in its answer. */
  readonly list?: ServerList;
  /** One item of such a list in its answer. */
  readonly item?: Listed & { readonly member: string };
  /** Its answer describes the server or its items: a model reads it as instructions. */
  readonly describes?: true;
  /** Its answer is the result of a tool, which may say that the tool failed. */
  readonly answersCall?: true;
  /** Its answer must keep its bytes, since they have a digest elsewhere: what may not pass is refused or told, never taken out. */
  readonly isExact?: true;
  /** An error in response would be read as another revision of the protocol, so the guard gives none. */
  readonly isUnanswerable?: true;
}

/**
 * The effect of a method: a `probe` begins a session, which ends if it is refused; a
 * `ping` asks for nothing; a `call` runs a tool and `continue` goes on with one; a `poll` asks again for what was
 * subscribed to; `listen` is
 * answered when its subscription ends; `release` gives something up, which stays possible when the thing itself is refused; `look` changes nothing.
 */
export type Deed = 'probe' | 'ping' | 'call' | 'continue' | 'poll' | 'listen' | 'release' | 'look';

export type ListKind = 'tools' | 'prompts' | 'resources';
export const LIST_KINDS: readonly ListKind[] = ['tools', 'prompts', 'resources'];

/** The lists of the policy have rules for `ListKind`; other names are for the record. */
export type NameKind = ListKind | 'tasks' | 'events';

export interface AskedName {
  readonly kind: NameKind;
  /** As it was sent: it may be absent, or of any type. */
  readonly name: JsonValue | undefined;
}

/** One member of the params names it, or a function finds the names. */
export type Asks =
  | { readonly kind: NameKind; readonly member: string }
  | ((params: JsonObject | undefined) => readonly AskedName[]);

/** An item in responses of servers: the member that names it, and the lists of the policy that it is under. */
export interface Listed {
  readonly name: string;
  readonly kind: ListKind;
  /** Names inside an item that are under the same lists: an item with one that is refused is refused. */
  readonly inner?: { readonly items: string; readonly name: string };
}

/** A list in responses of servers, and the member in which its items stand. */
export interface ServerList extends Listed {
  readonly items: string;
}
