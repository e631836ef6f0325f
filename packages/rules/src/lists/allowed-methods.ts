import {
  foldName,
  foldNames,
  GuardError,
  isCall,
  isObject,
  member,
  META_CLIENT_CAPABILITIES,
  NEEDED_METHODS,
  type JsonEdit,
  type JsonValue,
} from '@mcp-guard/core';
import { AccessList, joinLists, type Layers } from '@mcp-guard/policy';
import { FOR_THIS_CLIENT_ONLY } from '../exchange/for-this-client-only.js';
import { extensionDeclared, extensionOf, isProbe } from '../extensions/methods.js';
import { block, PASS, type CreateInterceptor, type Verdict } from '../interceptor.js';
import { isPlain } from '../texts/plain-name.js';

/**
 * Refuses methods, and extensions of the protocol, that the policy does not allow. A refused extension is taken out of the
 * capabilities of both sides: neither asks for what it never saw.
 */
export const allowedMethods: CreateInterceptor = ({ layers, pii }) => {
  const methods = joinLists(
    layers.permissions.map(
      ({ source, rules }) => new AccessList(source, 'methods', rules.allowed_methods, rules.denied_methods),
    ),
  );
  const limits = layers.extensions.filter(({ rules }) => rules.allow !== null || rules.deny.length > 0);
  if (!methods.restricts && limits.length === 0) return undefined;

  const refuses = (id: string): string | undefined => ruleAgainst(id, limits);

  return {
    name: 'allowed-methods',
    toServer(message) {
      if (!isCall(message)) return PASS;
      const { method, params } = message;
      const rule = NEEDED_METHODS.has(method) ? undefined : methods.refuses(method);
      if (rule !== undefined)
        return block(new GuardError('POLICY_DENIED', 'this method is not allowed by policy', { rule }));
      const refused = refuseExtension(method);
      if (refused) return refused;
      if (limits.length === 0 || params === undefined) return PASS;
      const meta = member(params, '_meta');
      return hide([
        ...declaredIn(member(params, 'capabilities'), ['params', 'capabilities']),
        ...declaredIn(member(meta, META_CLIENT_CAPABILITIES), ['params', '_meta', META_CLIENT_CAPABILITIES]),
      ]);
    },
    toClient(message, { answers }) {
      if (isCall(message)) return refuseExtension(message.method) ?? PASS;
      if (message.kind !== 'result' || !answers || !isProbe(answers.method) || limits.length === 0) return PASS;
      const declared = declaredIn(message.result['capabilities'], ['result', 'capabilities']);
      return hide(declared, answers.modern ? FOR_THIS_CLIENT_ONLY : []);
    },
  };

  /** Refuses a message of an extension, whichever side sends it. */
  function refuseExtension(method: string): Verdict | undefined {
    const extension = extensionOf(method);
    const rule = extension === undefined ? undefined : refuses(extension);
    if (rule === undefined) return undefined;
    return block(new GuardError('POLICY_DENIED', `the extension ${extension} is not allowed by policy`, { rule }));
  }

  function hide(declared: readonly Declared[], more: readonly JsonEdit[] = []): Verdict {
    const refused = declared.flatMap(({ id, path }) => {
      const rule = refuses(id);
      return rule === undefined ? [] : [{ id, path, rule }];
    });
    const [first] = refused;
    if (!first) return PASS;
    const edits = refused.map(({ path }): JsonEdit => ({ path, value: undefined }));
    // Names of others go into the record only as far as they are names.
    const named = [...new Set(refused.map(({ id }) => id))].filter((id) => isPlain(id, pii)).join(', ');
    return { kind: 'rewrite', edits: [...edits, ...more], note: `hid the extensions ${named}`, rule: first.rule };
  }
};

/** The rule that refuses an extension. */
function ruleAgainst(id: string, limits: Layers['extensions']): string | undefined {
  for (const { source, rules } of limits) {
    if (rules.deny.some((name) => foldNames(id).includes(foldName(name)))) return `${source}.deny`;
    if (rules.allow && !rules.allow.includes(id)) return `${source}.allow`;
  }
  return undefined;
}

interface Declared {
  readonly id: string;
  readonly path: (string | number)[];
}

/** The extensions that capabilities declare, and where. */
function declaredIn(capabilities: JsonValue | undefined, path: readonly string[]): readonly Declared[] {
  if (!isObject(capabilities)) return [];
  const { extensions } = capabilities;
  const named = isObject(extensions)
    ? Object.keys(extensions).map((id) => ({ id, path: [...path, 'extensions', id] }))
    : [];
  const beside = Object.keys(capabilities).flatMap((name) => {
    const id = extensionDeclared(name);
    return id === undefined ? [] : [{ id, path: [...path, name] }];
  });
  return [...named, ...beside];
}
