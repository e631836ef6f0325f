import { foldName, GuardError, isObject, isCall, member, type JsonValue, type Message } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import type { Path } from './embedded-requests.js';

/** A call waits for few things at once. */
const MAX_RESPONSES = 64;

/** What each kind of response has and no other, folded: of its members in the 2026-07-28 revision. */
const SHAPES = { sampling: ['model', 'role', 'stopreason'], elicitation: ['action'], roots: ['roots'] } as const;

/** What a client answers to a request that was embedded in an answer. */
export interface InputResponse {
  readonly value: JsonValue;
  readonly path: Path;
}

/**
 * The answers in a retry of a call, or in the update of a task. In the legacy era an answer
 * to what was refused or never asked is not delivered, since it is paired with its request.
 * In the modern era nothing but the server's own state says what was asked. Promised is
 * therefore this: a response is an object, there are few of them, and none has the shape of
 * an answer to what this server may not ask for.
 */
export function responsesIn(message: Message): readonly InputResponse[] {
  const responses = isCall(message) ? member(message.params, 'inputResponses') : undefined;
  if (typeof responses !== 'object' || responses === null) return [];
  return Object.entries(responses).map(([key, value]) => ({ value, path: ['params', 'inputResponses', key] }));
}

/** Whether a value has the shape of an answer of this kind, also for a careless reader. */
export const hasShape = (value: JsonValue | undefined, kind: keyof typeof SHAPES): boolean =>
  isObject(value) &&
  Object.keys(value)
    .map(foldName)
    .some((key) => SHAPES[kind].some((shape) => shape === key));

/** Refuses responses that cannot be read. */
export const inputResponses: CreateInterceptor = () => ({
  name: 'input-responses',
  toServer(message) {
    if (!isCall(message) || member(message.params, 'inputResponses') === undefined) return PASS;
    const given = responsesIn(message);
    const isReadable =
      typeof message.params?.['inputResponses'] === 'object' && message.params['inputResponses'] !== null;
    if (isReadable && given.length <= MAX_RESPONSES && given.every(({ value }) => isObject(value))) return PASS;
    return block(new GuardError('POLICY_DENIED', 'what the client answers to the server cannot be read'));
  },
});
