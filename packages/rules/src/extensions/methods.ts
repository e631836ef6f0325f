import {
  foldNames,
  knownKeys,
  member,
  type Call,
  type JsonObject,
  type JsonValue,
  type KnownKeys,
} from '@mcp-guard/core';
import {
  LIST_KINDS,
  type AskedName,
  type Asks,
  type Deed,
  type Method,
  type NameKind,
  type ServerList,
} from './extension.js';
import { EXTENSIONS } from './registry.js';

const METHODS: ReadonlyMap<string, Method> = new Map(EXTENSIONS.flatMap(({ methods }) => Object.entries(methods)));
const CLIENT_METHODS = knownKeys(...[...METHODS].flatMap(([method, { from }]) => (from === 'server' ? [] : [method])));
const LISTS: readonly ServerList[] = [...METHODS.values()].flatMap(({ list }) => list ?? []);

/** The guard knows the method: then its name carries nothing from a sender. */
export const isKnown = (method: string): boolean => METHODS.has(method);

/** A client may send the method. */
export const isOfClient = (method: string): boolean => CLIENT_METHODS.names.has(method);

/** Some reader takes the method for one of a client, whatever it is. */
export const canBeTakenForKnown = (method: string): boolean =>
  foldNames(method).some((fold) => CLIENT_METHODS.folds.has(fold));

const does = (method: string): Deed | undefined => METHODS.get(method)?.does;

/** A session begins with one of these; if it is refused, the session ends. */
export const isProbe = (method: string): boolean => does(method) === 'probe';

/** These ask a server to do nothing: they begin a session and keep it alive. */
export const asksNothing = (method: string): boolean => isProbe(method) || does(method) === 'ping';

/** The guard must not respond to this with an error: a client reads any as another revision, and asks in the older way. */
export const isUnanswerable = (method: string): boolean => METHODS.get(method)?.isUnanswerable === true;

/** The response describes the server or its items: a model reads it as instructions. */
export const isDefinition = (method: string): boolean => METHODS.get(method)?.describes === true;

/** The bytes of the response have a digest elsewhere. */
export const isExact = (method: string): boolean => METHODS.get(method)?.isExact === true;

/** The response may say that a tool failed. */
export const answersCall = (method: string): boolean => METHODS.get(method)?.answersCall === true;

/** Its answer comes when what it subscribes to ends. */
export const isListening = (method: string): boolean => does(method) === 'listen';

/** It gives something up. */
export const isRelease = (method: string): boolean => does(method) === 'release';

/** It changes nothing, whatever it names. */
export const onlyLooks = (method: string): boolean => HARMLESS.has(does(method));
const HARMLESS: ReadonlySet<Deed | undefined> = new Set<Deed>(['probe', 'ping', 'poll', 'listen', 'release', 'look']);

/** It runs a tool that it names. */
export const callsTool = (method: string): boolean => does(method) === 'call';

/** An unknown method may be a server's alias for a call; a task's update goes on with one. */
export const isToolCall = ({ method }: Pick<Call, 'method'>): boolean => {
  if (!isOfClient(method)) return true;
  const deed = does(method);
  return deed === 'call' || deed === 'continue';
};

/**
 * Returns nothing for a message that continues a call, whatever it names: then every rule counts. A call without a name
 * counts as one of every tool.
 */
export function toolOf({ method, params }: Pick<Call, 'method' | 'params'>): JsonValue | undefined {
  if (does(method) === 'continue') return undefined;
  const name = member(params, 'name');
  return callsTool(method) ? (name ?? null) : name;
}

/** The list in the response. */
export const listOf = (method: string): ServerList | undefined => METHODS.get(method)?.list;

/** The one item in the response. */
export const itemOf = (method: string): Method['item'] => METHODS.get(method)?.item;

/** The members of responses in which lists and the names of their items stand, which no others may be taken for. */
export const LIST_KEYS: KnownKeys = knownKeys(...LISTS.map(({ items }) => items));
export const ITEM_KEYS: KnownKeys = knownKeys(...LISTS.map(({ name }) => name));
export const INNER_KEYS: KnownKeys = knownKeys(...LISTS.flatMap(({ inner }) => inner?.items ?? []));

/** The lists whose items a name of a kind may ask for, by the members that they stand in. */
export const listsOf = (kind: NameKind): readonly string[] => BY_KIND.get(kind) ?? [];
const BY_KIND: ReadonlyMap<NameKind, readonly string[]> = new Map(
  LIST_KINDS.map((kind) => [kind, LISTS.flatMap((list) => (list.kind === kind ? list.items : []))]),
);

/** The names in a message that lists of the policy may refuse. */
export function askedNames({ method, params }: Pick<Call, 'method' | 'params'>): readonly AskedName[] {
  const asks = METHODS.get(method)?.asks;
  if (asks === undefined) return NO_NAMES;
  return typeof asks === 'function' ? asks(params) : [{ kind: asks.kind, name: member(params, asks.member) }];
}
const NO_NAMES: readonly AskedName[] = [];

/** The kind of the one name that messages by a method have. */
export function kindAsked(method: string): NameKind | undefined {
  const asks = METHODS.get(method)?.asks;
  return typeof asks === 'object' ? asks.kind : undefined;
}

/** The name in a request, for pairing and for the record: a name, a URI, a task, or a completion's reference. */
export function targetOf(method: string, params: JsonObject | undefined): string | null {
  const asks = METHODS.has(method) ? METHODS.get(method)?.asks : ANY;
  if (typeof asks === 'object') return textOf(member(params, asks.member));
  const names = asks?.(params) ?? NO_NAMES;
  return names.length === 1 ? textOf(names[0]?.name) : null;
}

const textOf = (name: JsonValue | undefined): string | null => (typeof name === 'string' ? name : null);

/** An unknown method names something by the first of these that is a text. */
const ANY: Asks = (params) => {
  const name = ['name', 'uri', 'taskId'].map((key) => member(params, key)).find((value) => typeof value === 'string');
  return [{ kind: 'tools', name }];
};

/** The extension that a method belongs to; none for the specification, and for a method that is unknown. */
export const extensionOf = (method: string): string | undefined => OWNERS.get(method);
const OWNERS: ReadonlyMap<string, string> = new Map(
  EXTENSIONS.flatMap(({ id, methods }) => (id === null ? [] : Object.keys(methods).map((method) => [method, id]))),
);

/** The extension that a member of capabilities declares. */
export const extensionDeclared = (capability: string): string | undefined => DECLARED.get(capability);
const DECLARED: ReadonlyMap<string, string> = new Map(
  EXTENSIONS.flatMap(({ id, capabilities = [] }) => (id === null ? [] : capabilities.map((name) => [name, id]))),
);
