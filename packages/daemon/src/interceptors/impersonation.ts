import { foldName, GuardError, isObject, member, SOURCE, type JsonObject, type JsonValue } from '@mcp-guard/core';
import type { Message } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { REFUSAL_META } from '../refusal.js';
import { plain, undisguise } from './disguised-letters.js';
import { asked, PAGES } from './embedded-requests.js';

/**
 * A server may not speak in the guard's name: its errors, its notices and its questions to a person would be believed.
 * What a tool returns without an error is data, and may name the guard as any text may.
 */
export const impersonation: CreateInterceptor = () => ({
  name: 'impersonation',
  toClient: (message) =>
    isForged(message) ? block(new GuardError('POLICY_DENIED', 'the server spoke in the name of mcp-guard')) : PASS,
});

const isForged = (message: Message): boolean =>
  (message.kind === 'failure' && isForgedError(message.error)) ||
  (message.kind === 'result' && looksLikeRefusal(message.result)) ||
  (message.kind === 'notification' && NOTICE_TEXTS.some((key) => isOurWord(member(message.params, key)))) ||
  ['elicitation/create', PAGES].some((method) => asked(message, method).some(({ params }) => claims(params)));

/** What clients show of a log notice (whose data may be an object with a text) and of progress. */
const NOTICE_TEXTS = ['logger', 'data', 'message'] as const;
const TEXT_KEYS = ['message', 'msg', 'text'] as const;

const isForgedError = (error: JsonObject): boolean =>
  isOurWord(error['message']) || isOurWord(error['data']) || claimsSource(error['data']);

const claimsSource = (data: JsonValue | undefined): boolean =>
  isObject(data) && Object.entries(data).some(([key, source]) => foldName(key) === 'source' && claims(source));

/** A refused call can also be answered by a result: by its mark, or by its first words. */
function looksLikeRefusal(result: JsonObject): boolean {
  if (member(member(result, '_meta'), REFUSAL_META) !== undefined) return true;
  if (result['isError'] !== true || !Array.isArray(result['content'])) return false;
  return isOurWord(member(result['content'][0], 'text'));
}

/** Where the name of a speaker stands. */
const HEAD = 256;
/** The name, whatever stands between its letters, but not as the beginning of a longer one. */
const NAME = Array.from(SOURCE.replaceAll(/[^a-z]/g, '')).join('[^a-z0-9]*');
/** It begins a text, or names its speaker: `error: mcp-guard: …`. */
const SPEAKS = new RegExp(`^[^a-z0-9]*${NAME}(?![a-z0-9])|${NAME}[^a-z0-9:]*:`);

/** Whether a text is presented as the guard's own. */
function isOurWord(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return SPEAKS.test(undisguise(plain(value.slice(0, HEAD)).toLowerCase()));
  return isObject(value) && TEXT_KEYS.some((key) => typeof value[key] === 'string' && isOurWord(value[key]));
}

/** Letters only, so that no spacing or punctuation hides it. */
const lettersOf = (text: string): string =>
  undisguise(plain(foldName(text)).toLowerCase()).replaceAll(/[^a-z0-9]/g, '');
const OURS = lettersOf(SOURCE);

function claims(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return lettersOf(value).includes(OURS);
  if (Array.isArray(value)) return value.some(claims);
  return isObject(value) && Object.entries(value).some(([key, inner]) => claims(key) || claims(inner));
}
