import { foldName, GuardError, isObject, isCall, member, type JsonValue, type Message } from '@mcp-guard/core';
import type { JsonPath } from '@mcp-guard/detectors';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';

/** A call waits for few responses at once. */
const MAX_RESPONSES = 64;

/** Members that only this kind of response has in the 2026-07-28 revision, folded. */
const SHAPES = { sampling: ['model', 'role', 'stopreason'], elicitation: ['action'], roots: ['roots'] } as const;

/** A client's response to a request that was embedded in a response. */
export interface InputResponse {
  readonly value: JsonValue;
  readonly path: JsonPath;
}

/**
 * The responses in a retry of a call, or in the update of a task. In the legacy era a response
 * to a request that was refused or never made is not delivered, since responses are paired.
 * In the modern era only the server's own state knows its requests. This much is therefore
 * promised: a response is an object, there are few of them, and none has the shape of a
 * response to a request that this server may not make.
 */
export function responsesIn(message: Message): readonly InputResponse[] {
  const responses = isCall(message) ? member(message.params, 'inputResponses') : undefined;
  if (typeof responses !== 'object' || responses === null) return [];
  return Object.entries(responses).map(([key, value]) => ({ value, path: ['params', 'inputResponses', key] }));
}

/** A value has the shape of a response of this kind, also for a careless reader. */
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
    return block(new GuardError('POLICY_DENIED', 'the client’s responses to the server cannot be read'));
  },
});
