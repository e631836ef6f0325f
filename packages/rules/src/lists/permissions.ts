import {
  GuardError,
  isObject,
  isCall,
  hasFoldedKey,
  member,
  type JsonEdit,
  type JsonObject,
  type JsonValue,
  type Message,
  type Result,
} from '@mcp-guard/core';
import { BUILT_IN, type NameRules } from '@mcp-guard/policy';
import { block, PASS, type CreateInterceptor, type Verdict } from '../interceptor.js';
import type { AskedRequest } from '../exchange/asked-request.js';
import {
  LIST_KINDS,
  type ListKind,
  type NameKind,
  type Listed,
  type Method,
  type ServerList,
} from '../extensions/extension.js';
import {
  askedNames,
  callsTool,
  isProbe,
  INNER_KEYS,
  ITEM_KEYS,
  itemOf,
  LIST_KEYS,
  listOf,
} from '../extensions/methods.js';
import { FOR_THIS_CLIENT_ONLY } from '../exchange/for-this-client-only.js';
import { createAccess, type Access } from './access.js';
import { explainLists } from './explain-lists.js';
import { findDeniedLink } from './denied-links.js';

/**
 * Hides the tools, resources and prompts that the policy does not allow, and refuses requests
 * for them even if the client already knows the name.
 */
export const permissions: CreateInterceptor = ({ layers }) => {
  const access = createAccess(layers);
  if (!access.restricts) return { name: 'permissions', toServer: (message) => refuseNameless(message) ?? PASS };
  return {
    name: 'permissions',
    explain: (message) => (isCall(message) ? explainLists(layers, message) : []),
    toServer(message) {
      if (!isCall(message)) return PASS;
      const nameless = refuseNameless(message);
      if (nameless) return nameless;
      for (const { kind, name } of askedNames(message)) {
        const rule = isListKind(kind) ? access[kind].refuses(name) : undefined;
        if (rule !== undefined && isListKind(kind)) return block(denied(kind, rule));
      }
      return PASS;
    },
    toClient(message, { answers }) {
      if (message.kind === 'result' && answers) {
        const list = listOf(answers.method);
        if (list) return showAllowed(message, answers, list, access);
        const item = itemOf(answers.method);
        const refusal = item && refuseItem(message, item, access[item.kind]);
        if (refusal) return refusal;
        if (isProbe(answers.method)) return hideCapabilities(message, answers, access);
      }
      if (!access.resources.restricts) return PASS;
      const uri = message.kind === 'notification' ? member(message.params, 'uri') : undefined;
      const rule =
        (uri === undefined ? undefined : access.resources.refuses(uri)) ??
        findDeniedLink(message.value, access.resources);
      if (rule === undefined) return PASS;
      return block(
        new GuardError('POLICY_DENIED', 'the response contains a resource that is not allowed by policy', { rule }),
      );
    },
  };
};

/** No pattern would deny a tool whose name has no characters. */
function refuseNameless(message: Message): Verdict | undefined {
  if (!isCall(message) || !callsTool(message.method) || member(message.params, 'name') !== '') return undefined;
  return block(new GuardError('MALFORMED_MESSAGE', 'the call names no tool', { rule: BUILT_IN }));
}

const isListKind = (kind: NameKind): kind is ListKind => Object.hasOwn(WORDS, kind);

const WORDS: Readonly<Record<ListKind, string>> = {
  tools: 'this tool is not allowed by policy',
  prompts: 'this prompt is not allowed by policy',
  resources: 'this resource is not allowed by policy',
};

const denied = (kind: ListKind, rule: string): GuardError => new GuardError('POLICY_DENIED', WORDS[kind], { rule });

function showAllowed({ result }: Result, { modern }: AskedRequest, list: ServerList, access: Access): Verdict {
  const rules = access[list.kind];
  if (!rules.restricts) return PASS;
  const items = result[list.items];
  if (!Array.isArray(items) || hasFoldedKey(result, LIST_KEYS)) {
    return block(new GuardError('POLICY_DENIED', `the server’s list of ${list.kind} cannot be read`));
  }
  const hidden = items.flatMap((item, index) => (isAllowed(item, list, rules) ? [] : [index]));
  if (hidden.length === 0) return PASS;
  const edits: JsonEdit[] = hidden.map((index) => ({ path: ['result', list.items, index], value: undefined }));
  if (modern) edits.push(...FOR_THIS_CLIENT_ONLY);
  return { kind: 'rewrite', edits, note: `hid ${hidden.length} of ${items.length} ${list.kind}` };
}

/** A request for an item that is allowed may be answered with another, or with parts that are not allowed. */
function refuseItem({ result }: Result, item: NonNullable<Method['item']>, rules: NameRules): Verdict | undefined {
  if (!rules.restricts || isAllowed(result[item.member] ?? null, item, rules)) return undefined;
  return block(new GuardError('POLICY_DENIED', 'the response contains what is not allowed by policy'));
}

/** An item is shown whole or not at all: one that names something refused inside is hidden. */
const isAllowed = (item: JsonValue, { name, inner }: Pick<Listed, 'name' | 'inner'>, rules: NameRules): boolean =>
  isObject(item) &&
  !hasFoldedKey(item, ITEM_KEYS) &&
  rules.refuses(member(item, name)) === undefined &&
  (inner === undefined || areAllowed(item, inner, rules));

function areAllowed(item: JsonObject, inner: NonNullable<Listed['inner']>, rules: NameRules): boolean {
  const names = item[inner.items] ?? [];
  return !hasFoldedKey(item, INNER_KEYS) && Array.isArray(names) && names.every((one) => isAllowed(one, inner, rules));
}

/** A client that never sees a tool does not ask for it. */
function hideCapabilities({ result }: Result, { modern }: AskedRequest, access: Access): Verdict {
  const kinds = LIST_KINDS.filter(
    (kind) => access[kind].deniesAll && member(result['capabilities'], kind) !== undefined,
  );
  if (kinds.length === 0) return PASS;
  const edits: JsonEdit[] = kinds.map((kind) => ({ path: ['result', 'capabilities', kind], value: undefined }));
  if (modern) edits.push(...FOR_THIS_CLIENT_ONLY);
  return { kind: 'rewrite', edits, note: `hid the capabilities ${kinds.join(', ')}` };
}
