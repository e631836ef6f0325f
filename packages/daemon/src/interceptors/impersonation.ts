import { foldName, GuardError, isObject, member, SOURCE, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { REFUSAL_META } from '../refusal.js';
import { asked, PAGES } from './embedded-requests.js';

/** A server may not speak in the guard's name: its errors and its questions to a person would be believed. */
export const impersonation: CreateInterceptor = () => ({
  name: 'impersonation',
  toClient(message) {
    const forged =
      (message.kind === 'failure' && claimsSource(message.error['data'])) ||
      (message.kind === 'result' && looksLikeRefusal(message.result)) ||
      ['elicitation/create', PAGES].some((method) => asked(message, method).some(({ params }) => claims(params)));
    return forged ? block(new GuardError('POLICY_DENIED', 'the server spoke in the name of mcp-guard')) : PASS;
  },
});

/** Letters only, so that no spacing or punctuation hides it. */
const lettersOf = (text: string): string => foldName(text).replaceAll(/[^a-z0-9]/g, '');
const OURS = lettersOf(SOURCE);
const claimsToBeUs = (text: string): boolean => lettersOf(text).includes(OURS);

const claimsSource = (data: JsonValue | undefined): boolean =>
  isObject(data) && Object.entries(data).some(([key, source]) => foldName(key) === 'source' && claims(source));

/** A refused call can also be answered by a result: by its mark, or by its first words. */
function looksLikeRefusal(result: JsonObject): boolean {
  if (member(member(result, '_meta'), REFUSAL_META) !== undefined) return true;
  if (result['isError'] !== true || !Array.isArray(result['content'])) return false;
  const [first] = result['content'];
  const text = member(first, 'text');
  return typeof text === 'string' && lettersOf(text.slice(0, 64)).startsWith(OURS);
}

function claims(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return claimsToBeUs(value);
  if (Array.isArray(value)) return value.some(claims);
  return isObject(value) && Object.entries(value).some(([key, inner]) => claimsToBeUs(key) || claims(inner));
}
