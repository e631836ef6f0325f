import { foldName, GuardError, isObject, isQuestion, member, SOURCE, type JsonValue } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';

const ELICITATION = 'elicitation/create';

/** A server may not speak in the guard's name: its errors and its questions to a person would be believed. */
export const impersonation: CreateInterceptor = () => ({
  name: 'impersonation',
  toClient(message) {
    if (message.kind === 'failure') {
      const source = member(message.error['data'], 'source');
      return typeof source === 'string' && claimsToBeUs(source) ? refusal() : PASS;
    }
    if (isQuestion(message)) return message.method === ELICITATION && claims(message.params) ? refusal() : PASS;
    const embedded = member(message.result, 'inputRequests');
    if (!isObject(embedded)) return PASS;
    const claiming = Object.values(embedded).some((asked) => member(asked, 'method') === ELICITATION && claims(asked));
    return claiming ? refusal() : PASS;
  },
});

const refusal = () => block(new GuardError('POLICY_DENIED', 'the server spoke in the name of mcp-guard'));

/** Letters only, so that no spacing or punctuation hides it. */
const lettersOf = (text: string): string => foldName(text).replaceAll(/[^a-z0-9]/g, '');
const OURS = lettersOf(SOURCE);
const claimsToBeUs = (text: string): boolean => lettersOf(text).includes(OURS);

function claims(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return claimsToBeUs(value);
  if (Array.isArray(value)) return value.some(claims);
  return isObject(value) && Object.entries(value).some(([key, inner]) => claimsToBeUs(key) || claims(inner));
}
