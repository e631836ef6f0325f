import {
  foldName,
  GuardError,
  isObject,
  member,
  META_SERVER_INFO,
  SOURCE,
  type JsonObject,
  type JsonValue,
  type Message,
  ELICIT,
} from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { REFUSAL_META } from '../exchange/refusal.js';
import { withholdMembers, type FoundAt } from '../exchange/withhold-members.js';
import { plain, undisguise } from '../texts/disguised-letters.js';
import { asked, PAGES } from '../input/embedded-requests.js';

/**
 * A server may not speak in the guard's name: people would believe its errors, notifications and questions.
 * A tool's result without an error is data, and may name the guard like any text.
 */
export const impersonation: CreateInterceptor = () => ({
  name: 'impersonation',
  toClient(message, { answers }) {
    const spoken = spokenAsUs(message);
    const withheld = spoken.length === 0 ? undefined : withholdMembers(message, answers, spoken);
    if (isForged(message) || !spoken.every(({ path }) => withheld?.covers(path) === true))
      return block(new GuardError('POLICY_DENIED', 'the server spoke in the name of mcp-guard'));
    if (!withheld) return PASS;
    return { kind: 'rewrite', edits: withheld.edits, note: `${withheld.note}, in which the server spoke in our name` };
  },
});

/** Texts about a server that speak in the guard's name: without them it can be used. */
const spokenAsUs = (message: Message): readonly FoundAt[] =>
  message.kind !== 'result'
    ? []
    : [
        ...(isOurWord(message.result['instructions']) ? [INSTRUCTIONS] : []),
        ...(isOurName(told(message.result['serverInfo'], 'title')) ? [TITLE] : []),
        ...(isOurName(told(selfInMeta(message.result), 'title')) ? [SELF_IN_META] : []),
      ];
/** The description that a server gives of itself in an answer of the newer revisions. */
const selfInMeta = ({ _meta: meta }: JsonObject): JsonValue | undefined => told(meta, META_SERVER_INFO);
/** A member of what most results do not have. */
const told = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  value === undefined ? undefined : member(value, key);
const SELF_IN_META: FoundAt = { path: ['result', '_meta', META_SERVER_INFO], pointer: '/result/_meta' };
const INSTRUCTIONS: FoundAt = { path: ['result', 'instructions'], pointer: '/result/instructions' };
const TITLE: FoundAt = { path: ['result', 'serverInfo', 'title'], pointer: '/result/serverInfo/title' };

const isForged = (message: Message): boolean =>
  (message.kind === 'failure' && isForgedError(message.error)) ||
  (message.kind === 'result' && looksLikeRefusal(message.result)) ||
  (message.kind === 'notification' && saysOurWord(message.params)) ||
  asked(message, ELICIT, PAGES).some(({ params }) => claims(params));

const isForgedError = (error: JsonObject): boolean =>
  isOurWord(error['message']) || saysOurWord(error['data']) || claimsSource(error['data']);

const claimsSource = (data: JsonValue | undefined): boolean =>
  isObject(data) &&
  Object.entries(data).some(([key, inner]) => (foldName(key) === 'source' && claims(inner)) || claimsSource(inner));

/** A result can also be a refusal: by its mark, or by its first words. */
function looksLikeRefusal(result: JsonObject): boolean {
  const { serverInfo, isError, content, structuredContent, _meta: meta } = result;
  if (told(meta, REFUSAL_META) !== undefined) return true;
  if ([serverInfo, selfInMeta(result)].some((self) => isOurName(told(self, 'name')))) return true;
  return isError === true && (saysOurWord(content) || saysOurWord(structuredContent));
}

/** The name of a speaker stands in these first characters. */
const HEAD = 256;
/** The name, with anything between its letters, but not as the beginning of a longer one. */
const NAME = Array.from(SOURCE.replaceAll(/[^a-z]/g, '')).join('[^a-z0-9]*');
/** The name begins a text, names its speaker (`error: mcp-guard: …`), refuses or holds, or is a command for the person. */
const SPEAKS = new RegExp(
  `^[^a-z0-9]*${NAME}(?![a-z0-9])|${NAME}[^a-z0-9:]*:|${NAME}[^a-z0-9]*(?:approvals|holds|refused)`,
);
const LETTER = /[\p{L}\p{N}\p{S}]/u;

/** A server may be called `mcp-guard-tools`; it may not have the guard's own name. */
const isOurName = (name: JsonValue | undefined): boolean => typeof name === 'string' && lettersOf(name) === OURS;

/** A text pretends to be the guard's own. */
function isOurWord(value: JsonValue | undefined): boolean {
  if (typeof value !== 'string') return false;
  const from = value.search(LETTER);
  return from >= 0 && SPEAKS.test(undisguise(plain(value.slice(from, from + HEAD)).toLowerCase()));
}

/** Texts of one message that are checked; no reader starts with those that come later. */
const MAX_TEXTS = 256;

/** A text in a value does, at any depth. */
function saysOurWord(value: JsonValue | undefined): boolean {
  const rest: (JsonValue | undefined)[] = [value];
  for (let texts = 0; rest.length > 0 && texts < MAX_TEXTS;) {
    const next = rest.pop();
    if (typeof next === 'string') {
      texts++;
      if (isOurWord(next)) return true;
    }
    if (typeof next === 'object' && next !== null) rest.push(...Object.values(next).slice(0, MAX_TEXTS).toReversed());
  }
  return false;
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
