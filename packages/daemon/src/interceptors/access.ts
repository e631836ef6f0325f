import { isObject, member, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { AccessList } from '@mcp-guard/policy';
import type { PolicyScope } from '../interceptor.js';

/** The three pairs of lists of one server's policy, compiled. */
export interface Access {
  readonly tools: AccessList;
  readonly resources: AccessList;
  readonly prompts: AccessList;
  readonly restricts: boolean;
  readonly hasAllowList: boolean;
  /** For a method that we do not know: its `name` as a tool and as a prompt, its `uri` as a resource. */
  refusesAnyName(params: JsonObject | undefined): string | undefined;
}

export function createAccess({ policy: { permissions: lists }, place }: PolicyScope): Access {
  const at = `${place}.permissions`;
  const tools = new AccessList(at, 'tools', lists.allowed_tools, lists.denied_tools);
  const resources = new AccessList(at, 'resources', lists.allowed_resources, lists.denied_resources);
  const prompts = new AccessList(at, 'prompts', lists.allowed_prompts, lists.denied_prompts);
  return {
    tools,
    resources,
    prompts,
    restricts: tools.restricts || resources.restricts || prompts.restricts,
    hasAllowList: tools.hasAllowList || resources.hasAllowList || prompts.hasAllowList,
    refusesAnyName: (params) =>
      refusesGiven(member(params, 'name'), tools) ??
      refusesGiven(member(params, 'name'), prompts) ??
      refusesGiven(member(params, 'uri'), resources),
  };
}

/** What is not named is not asked for. */
const refusesGiven = (value: JsonValue | undefined, kind: AccessList): string | undefined =>
  value === undefined ? undefined : kind.refuses(value);

/**
 * Finds a denied resource that an answer or a notice brings along: the `uri` of a resource
 * link, of an embedded resource, of what was read or updated. URIs in prose are text.
 */
export function findDeniedLink(value: JsonValue | undefined, resources: AccessList): string | undefined {
  if (Array.isArray(value)) {
    for (const element of value) {
      const rule = findDeniedLink(element, resources);
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const linked = linkedUri(value);
  const rule = linked === undefined ? undefined : resources.refuses(linked);
  if (rule !== undefined) return rule;
  for (const key in value) {
    const inner = findDeniedLink(value[key], resources);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The URI of a resource by its shape, wherever it occurs; `null` stands for one that cannot be read. */
function linkedUri(value: JsonObject): JsonValue | undefined {
  const type = member(value, 'type');
  if (type === 'resource_link') return member(value, 'uri') ?? null;
  if (type === 'resource') return member(member(value, 'resource'), 'uri') ?? null;
  const isContents =
    member(value, 'uri') !== undefined && (Object.hasOwn(value, 'text') || Object.hasOwn(value, 'blob'));
  return isContents ? member(value, 'uri') : undefined;
}
