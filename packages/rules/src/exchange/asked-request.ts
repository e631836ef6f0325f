import { isModern, member, type Request } from '@mcp-guard/core';
import { LIST_KINDS, type ListKind } from '../extensions/extension.js';
import { isListening, targetOf } from '../extensions/methods.js';

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

/** Keeps the part of a request that is needed until its response comes. */
export const toAsked = ({ id, method, params }: Request): AskedRequest => ({
  id,
  method,
  target: targetOf(method, params),
  modern: isModern(params),
  listens: isListening(method) ? listensOf(params) : NOTHING,
  changed: [],
});

const NOTHING: readonly ListKind[] = [];

const listensOf = (params: Request['params']): readonly ListKind[] =>
  LIST_KINDS.filter((kind) => member(member(params, 'notifications'), `${kind}ListChanged`) === true);
