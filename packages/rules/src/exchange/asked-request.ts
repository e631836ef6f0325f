import { isModern, member, type Request } from '@mcp-guard/core';

export type ListKind = 'tools' | 'prompts' | 'resources';
export const LIST_KINDS: readonly ListKind[] = ['tools', 'prompts', 'resources'];

/** The facts about a request by which its response is judged. Plain data: it also goes to other threads. */
export interface AskedRequest {
  /** JSON text. */
  readonly id: string;
  readonly method: string;
  /** The tool, prompt or URI that it names. */
  readonly target: string | null;
  /** It belongs to the modern era, so its response does too. */
  readonly modern: boolean;
  /** The change notifications that `subscriptions/listen` asks for (`tools`, `prompts`, `resources`). */
  readonly listens: readonly ListKind[];
  /** Types of the findings that were taken out of it before it was delivered. */
  readonly changed: readonly string[];
}

/** The name in a request, for pairing and for the record: a name, a URI, a task, or a completion's reference. */
export function targetOf(method: string, params: Request['params']): string | null {
  const source = method === 'completion/complete' ? member(params, 'ref') : params;
  for (const key of TARGETS.find(([prefix]) => method.startsWith(prefix))?.[1] ?? ANY) {
    const value = member(source, key);
    if (typeof value === 'string') return value;
  }
  return null;
}

/** Members of other methods name nothing, whatever a client puts there. */
const TARGETS: readonly (readonly [string, readonly string[]])[] = [
  ['tools/', ['name']],
  ['prompts/', ['name']],
  ['resources/', ['uri']],
  ['notifications/resources/', ['uri']],
  ['tasks/', ['taskId']],
];
const ANY = ['name', 'uri', 'taskId'];

/** Keeps the part of a request that is needed until its response comes. */
export const toAsked = ({ id, method, params }: Request): AskedRequest => ({
  id,
  method,
  target: targetOf(method, params),
  modern: isModern(params),
  listens: method === 'subscriptions/listen' ? listensOf(params) : NOTHING,
  changed: [],
});

const NOTHING: readonly ListKind[] = [];

const listensOf = (params: Request['params']): readonly ListKind[] =>
  LIST_KINDS.filter((kind) => member(member(params, 'notifications'), `${kind}ListChanged`) === true);
