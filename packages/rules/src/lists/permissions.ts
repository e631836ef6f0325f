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
  type Call,
  type Result,
} from '@mcp-guard/core';
import { BUILT_IN, type NameRules } from '@mcp-guard/policy';
import { block, PASS, type CreateInterceptor, type Verdict } from '../interceptor.js';
import type { AskedRequest } from '../exchange/asked-request.js';
import { ITEM_KEYS, LIST_KEYS, LISTS, type ServerList } from '../exchange/server-lists.js';
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
      const rule = QUESTIONS.get(message.method)?.(message.params, access);
      return rule === undefined ? PASS : block(denied(message, rule));
    },
    toClient(message, { answers }) {
      if (message.kind === 'result' && answers) {
        const list = LISTS.get(answers.method);
        if (list) return showAllowed(message, answers, list, access);
        if (DECLARES_CAPABILITIES.has(answers.method)) return hideCapabilities(message, answers, access);
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
  if (!isCall(message) || message.method !== 'tools/call' || member(message.params, 'name') !== '') return undefined;
  return block(new GuardError('MALFORMED_MESSAGE', 'the call names no tool', { rule: BUILT_IN }));
}

type Refuses = (params: JsonObject | undefined, access: Access) => string | undefined;

const byUri: Refuses = (params, { resources }) => resources.refuses(member(params, 'uri'));

/** Each method asks for a name in its own way, both as a request and as a notification. */
const QUESTIONS: ReadonlyMap<string, Refuses> = new Map<string, Refuses>([
  ['tools/call', (params, { tools }) => tools.refuses(member(params, 'name'))],
  ['prompts/get', (params, { prompts }) => prompts.refuses(member(params, 'name'))],
  ['resources/read', byUri],
  ['resources/subscribe', byUri],
  ['resources/unsubscribe', byUri],
  ['completion/complete', refusesReference],
  ['subscriptions/listen', refusesSubscriptions],
]);

function refusesReference(params: JsonObject | undefined, { prompts, resources }: Access): string | undefined {
  const ref = member(params, 'ref');
  const type = member(ref, 'type');
  if (type === 'ref/prompt') return prompts.refuses(member(ref, 'name'));
  if (type === 'ref/resource') return resources.refuses(member(ref, 'uri'));
  return prompts.refuses(null) ?? resources.refuses(null);
}

function refusesSubscriptions(params: JsonObject | undefined, { resources }: Access): string | undefined {
  const uris = member(member(params, 'notifications'), 'resourceSubscriptions') ?? [];
  if (!Array.isArray(uris)) return resources.refuses(null);
  for (const uri of uris) {
    const rule = resources.refuses(uri);
    if (rule !== undefined) return rule;
  }
  return undefined;
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'this tool is not allowed by policy'],
  ['prompts/get', 'this prompt is not allowed by policy'],
  ['completion/complete', 'the target of this completion is not allowed by policy'],
]);

const denied = ({ method }: Call, rule: string): GuardError =>
  new GuardError('POLICY_DENIED', WORDS.get(method) ?? 'this resource is not allowed by policy', { rule });

function showAllowed({ result }: Result, { modern }: AskedRequest, list: ServerList, access: Access): Verdict {
  const rules = access[list.kind];
  if (!rules.restricts) return PASS;
  const items = result[list.items];
  if (!Array.isArray(items) || hasFoldedKey(result, LIST_KEYS)) {
    return block(new GuardError('POLICY_DENIED', `the server’s list of ${list.kind} cannot be read`));
  }
  const hidden = items.flatMap((item, index) => (isAllowed(item, list.name, rules) ? [] : [index]));
  if (hidden.length === 0) return PASS;
  const edits: JsonEdit[] = hidden.map((index) => ({ path: ['result', list.items, index], value: undefined }));
  if (modern) edits.push(...FOR_THIS_CLIENT_ONLY);
  return { kind: 'rewrite', edits, note: `hid ${hidden.length} of ${items.length} ${list.kind}` };
}

const isAllowed = (item: JsonValue, name: string, rules: NameRules): boolean =>
  isObject(item) && !hasFoldedKey(item, ITEM_KEYS) && rules.refuses(member(item, name)) === undefined;

const DECLARES_CAPABILITIES: ReadonlySet<string> = new Set(['initialize', 'server/discover']);

/** A client that never sees a tool does not ask for it. */
function hideCapabilities({ result }: Result, { modern }: AskedRequest, access: Access): Verdict {
  const kinds = (['tools', 'resources', 'prompts'] as const).filter(
    (kind) => access[kind].deniesAll && member(result['capabilities'], kind) !== undefined,
  );
  if (kinds.length === 0) return PASS;
  const edits: JsonEdit[] = kinds.map((kind) => ({ path: ['result', 'capabilities', kind], value: undefined }));
  if (modern) edits.push(...FOR_THIS_CLIENT_ONLY);
  return { kind: 'rewrite', edits, note: `hid the capabilities ${kinds.join(', ')}` };
}
