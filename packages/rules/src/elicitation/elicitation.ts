import {
  GuardError,
  hasFoldedKey,
  isObject,
  knownKeys,
  member,
  type JsonEdit,
  type JsonObject,
  type Message,
  ELICIT,
} from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor, type Verdict } from '../interceptor.js';
import { hideCapability } from '../input/client-capabilities.js';
import { asked, PAGES, type Asked } from '../input/embedded-requests.js';
import { hasShape, responsesIn } from '../input/input-responses.js';
import { whyFormIsRefused } from './elicitation-form.js';
import { readPage } from './elicitation-page.js';

/** The call goes on when the person has opened the pages that the error lists. */
const PAGES_REQUIRED = -32042;
const NOT_ENABLED = 'this server may not ask the person';

interface Rules {
  /** The place of the section that is named if a question cannot be read. */
  readonly place: string;
  /** Place of the rule that forms may not ask for secrets; `undefined` if they may. */
  readonly forms: string | undefined;
}

/**
 * Limits what a server asks the person: nothing, if a layer forbids it. Else no form may ask for
 * a secret, and the person sees the host of each page. The page is never fetched.
 */
export const elicitation: CreateInterceptor = ({ layers }) => {
  const refusing = layers.elicitation.find(({ rules }) => !rules.enabled);
  if (refusing) return refuseElicitation(`${refusing.source}.enabled`);
  const blocking = layers.elicitation.find(({ rules }) => rules.block_secret_questions);
  const place = layers.elicitation[0]?.source ?? '';
  const rules = { place, forms: blocking && `${blocking.source}.block_secret_questions` };
  return {
    name: 'elicitation',
    toClient(message) {
      const questions = asked(message, ELICIT, PAGES);
      if (questions.length === 0 && !requiresPages(message)) return PASS;
      if (questions.length === 0) return refuse('the server names no page that is to be opened', place);
      return join(questions.map((question) => ruleQuestion(question, rules)));
    },
  };
};

const refuseElicitation = (rule: string): ReturnType<CreateInterceptor> => ({
  name: 'elicitation',
  toServer(message) {
    const isAnswered = responsesIn(message).some(({ value }) => hasShape(value, 'elicitation'));
    return isAnswered ? refuse(NOT_ENABLED, rule) : hideCapability(message, 'elicitation', rule);
  },
  toClient(message, { tasks = [] }) {
    const isOfTask = tasks.some(({ by }) => by.some(({ method }) => method === ELICIT));
    if (!isOfTask && asked(message, ELICIT, PAGES).length === 0 && !requiresPages(message)) return PASS;
    return refuse(NOT_ENABLED, rule);
  },
});

const refuse = (why: string, rule: string): Verdict => block(new GuardError('POLICY_DENIED', why, { rule }));

const requiresPages = (message: Message): boolean =>
  message.kind === 'failure' && message.error['code'] === PAGES_REQUIRED;

const KEYS = knownKeys('mode', 'message', 'url', 'elicitationId', 'requestedSchema');

function ruleQuestion({ method, params, path }: Asked, { place, forms }: Rules): Verdict {
  if (!isObject(params) || hasFoldedKey(params, KEYS))
    return refuse('the server’s question to the person cannot be read', place);
  const mode = member(params, 'mode') ?? (method === PAGES ? 'url' : 'form');
  if (mode === 'url') return rulePage(params, path, place);
  if (mode !== 'form' || method === PAGES || Object.hasOwn(params, 'url')) {
    return refuse('the way in which the server asks the person is unclear', place);
  }
  const why = forms === undefined ? undefined : whyFormIsRefused(params);
  return why === undefined || forms === undefined ? PASS : refuse(why, forms);
}

function rulePage(params: JsonObject, path: Asked['path'], place: string): Verdict {
  const page = readPage(params);
  if (page.refusal !== undefined) return refuse(page.refusal, place);
  const note = `the page is at ${page.host}`;
  if (page.message === params['message']) return { kind: 'pass', note };
  return { kind: 'rewrite', edits: [{ path: [...path, 'message'], value: page.message }], note, rule: place };
}

/** Joins the verdicts on a message that asks several questions. */
function join(verdicts: readonly Verdict[]): Verdict {
  const blocked = verdicts.find(({ kind }) => kind === 'block');
  if (blocked) return blocked;
  const edits: JsonEdit[] = [];
  const notes = new Set<string>();
  let rule: string | undefined;
  for (const verdict of verdicts) {
    if (verdict.kind === 'rewrite') {
      edits.push(...verdict.edits);
      rule = verdict.rule;
    }
    if ('note' in verdict && verdict.note !== undefined) notes.add(verdict.note);
  }
  const note = [...notes].join('; ');
  if (edits.length > 0) return { kind: 'rewrite', edits, note, ...(rule !== undefined && { rule }) };
  return note === '' ? PASS : { kind: 'pass', note };
}
