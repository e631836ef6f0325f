import { GuardError, isCall, type WithheldItem } from '@mcp-guard/core';
import { askedNames, isRelease, listsOf } from '../../extensions/methods.js';
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
      const asked = isRelease(message.method) ? [] : askedNames(message);
      const lists = new Set([...new Set(asked.map(({ kind }) => kind))].flatMap(listsOf));
      // An item that the rules in force release counts as clean.
      const refused = items.filter((item) => lists.has(item.kind) && stillBlocked(item, rules) !== undefined);
      if (refused.length > 0 && asked.length > MAX_ASKED)
        return block(new GuardError('POLICY_DENIED', 'this asks for too many resources at once'));
      for (const { kind, name } of refused.length > 0 ? asked : []) {
        onWork?.(WORK + refused.length);
        const item = findItem(
          fingerprints,
          refused.filter((one) => listsOf(kind).includes(one.kind)),
          name,
        );
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
