import { foldName, isObject, isQuestion, member, type JsonValue, type Message } from '@mcp-guard/core';

/**
 * What a server asks for in this message: itself (legacy), or the requests that it embeds in
 * an answer or in a task's notice (modern), there or in one of their members.
 */
export function asked(message: Message, method: string): readonly JsonValue[] {
  const holder = isQuestion(message) ? message.params : message.kind === 'result' ? message.result : undefined;
  const itself = isQuestion(message) && isCalled(message.method, method) ? [message.params ?? null] : [];
  if (!holder) return itself;
  const embedded = [holder, ...Object.values(holder)].flatMap((place) => {
    const requests = member(place, 'inputRequests');
    return typeof requests === 'object' && requests !== null ? Object.values(requests) : [];
  });
  return [...itself, ...embedded.filter((request) => isObject(request) && isCalled(member(request, 'method'), method))];
}

/** Also in the spellings that a careless client takes for it. */
const isCalled = (given: JsonValue | undefined, method: string): boolean =>
  typeof given === 'string' && (given === method || foldName(given) === foldName(method));
