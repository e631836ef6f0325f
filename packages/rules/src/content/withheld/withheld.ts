import { GuardError, isCall, member, type JsonObject, type JsonValue, type WithheldItem } from '@mcp-guard/core';
import type { PiiRules } from '../../pii-rules.js';
import { block, PASS, type CreateInterceptor } from '../../interceptor.js';
import { findItem } from './item-keys.js';
import { stillBlocked } from './still-blocked.js';

/**
 * Refuses requests for a tool, prompt or resource that was taken out of its server's list because of its definition,
 * even if the client knows its name from elsewhere, or the server has changed the definition since.
 */
export const withheld: CreateInterceptor = ({ pii: rules, fingerprints }) => {
  if (rules.areOff) return undefined;
  return {
    name: 'withheld',
    toServer(message, { withheld: items = [], onWork }) {
      if (items.length === 0 || !isCall(message)) return PASS;
      const asked = QUESTIONS.get(message.method)?.(message.params) ?? [];
      const kinds = asked[0]?.kinds ?? [];
      // An item that the rules in force release counts as clean.
      const refused = items.filter((item) => kinds.includes(item.kind) && stillBlocked(item, rules) !== undefined);
      if (refused.length > 0 && asked.length > MAX_ASKED)
        return block(new GuardError('POLICY_DENIED', 'this asks for too many resources at once'));
      for (const { name } of refused.length > 0 ? asked : []) {
        onWork?.(WORK + refused.length);
        const item = findItem(fingerprints, refused, name);
        if (item !== undefined) return block(refuse(item, rules));
      }
      return PASS;
    },
  };
};

/** Resources that one message may subscribe to if some item of the server is withheld. */
const MAX_ASKED = 1024;
/** The cost of one search, in characters that are read. */
const WORK = 2048;

interface AskedFor {
  /** Lists that may contain it. */
  readonly kinds: readonly string[];
  readonly name: JsonValue | undefined;
}
type ToAsked = (params: JsonObject | undefined) => readonly AskedFor[];

const RESOURCES = ['resources', 'resourceTemplates'];
const byName =
  (...kinds: readonly string[]): ToAsked =>
  (params) => [{ kinds, name: member(params, 'name') }];
const byUri: ToAsked = (params) => [{ kinds: RESOURCES, name: member(params, 'uri') }];

const QUESTIONS: ReadonlyMap<string, ToAsked> = new Map<string, ToAsked>([
  ['tools/call', byName('tools')],
  ['prompts/get', byName('prompts')],
  ['resources/read', byUri],
  ['resources/subscribe', byUri],
  ['completion/complete', byReference],
  ['subscriptions/listen', bySubscriptions],
]);

function byReference(params: JsonObject | undefined): readonly AskedFor[] {
  const ref = member(params, 'ref');
  const isPrompt = member(ref, 'type') === 'ref/prompt';
  return [
    isPrompt ? { kinds: ['prompts'], name: member(ref, 'name') } : { kinds: RESOURCES, name: member(ref, 'uri') },
  ];
}

function bySubscriptions(params: JsonObject | undefined): readonly AskedFor[] {
  const uris = member(member(params, 'notifications'), 'resourceSubscriptions') ?? [];
  return (Array.isArray(uris) ? uris : [null]).map((name) => ({ kinds: RESOURCES, name }));
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['tools', 'tool'],
  ['prompts', 'prompt'],
]);

function refuse(item: WithheldItem | 'unclear', rules: PiiRules): GuardError {
  const blocking = item === 'unclear' ? undefined : stillBlocked(item, rules);
  if (item === 'unclear' || !blocking)
    return new GuardError('CONTENT_BLOCKED', 'this may name an item that content rules have withheld');
  const { finding, rule } = blocking;
  const { type, path, fingerprint } = finding;
  const what = WORDS.get(item.kind) ?? 'resource';
  return new GuardError(
    'CONTENT_BLOCKED',
    `this ${what} is withheld: its definition held ${rules.titleOf(type)} (${type}) at ${path}, ` +
      `and it stays refused until its server lists it without that; its fingerprint is ${fingerprint}`,
    { rule, data: { type, path, fingerprint } },
  );
}
