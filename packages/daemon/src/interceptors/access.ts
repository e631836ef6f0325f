import { isObject, member, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { AccessList, joinLists, type Layers, type NameRules } from '@mcp-guard/policy';
import type { PolicyScope } from '../interceptor.js';

/** The three kinds of lists that bind a session, compiled. */
export interface Access {
  readonly tools: NameRules;
  readonly resources: NameRules;
  readonly prompts: NameRules;
  readonly restricts: boolean;
  readonly hasAllowList: boolean;
  /** For a method that we do not know: its `name` as a tool and as a prompt, its `uri` as a resource. */
  refusesAnyName(params: JsonObject | undefined): string | undefined;
}

type PlacedLists = Layers['permissions'][number];
type Lists = Pick<Access, 'tools' | 'resources' | 'prompts'>;

/** Compiled once, however many sessions and roles they bind. */
const compiled = new WeakMap<PlacedLists, Lists>();

function compile(placed: PlacedLists): Lists {
  let lists = compiled.get(placed);
  if (!lists) {
    const { place, rules } = placed;
    lists = {
      tools: new AccessList(place, 'tools', rules.allowed_tools, rules.denied_tools),
      resources: new AccessList(place, 'resources', rules.allowed_resources, rules.denied_resources),
      prompts: new AccessList(place, 'prompts', rules.allowed_prompts, rules.denied_prompts),
    };
    compiled.set(placed, lists);
  }
  return lists;
}

export function createAccess({ layers }: Pick<PolicyScope, 'layers'>): Access {
  const lists = layers.permissions.map(compile);
  const tools = joinLists(lists.map((each) => each.tools));
  const resources = joinLists(lists.map((each) => each.resources));
  const prompts = joinLists(lists.map((each) => each.prompts));
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
const refusesGiven = (value: JsonValue | undefined, kind: NameRules): string | undefined =>
  value === undefined ? undefined : kind.refuses(value);

/**
 * Finds a denied resource that an answer or a notice brings along: the `uri` of a resource
 * link, of an embedded resource, of what was read or updated. URIs in prose are text.
 */
export function findDeniedLink(value: JsonValue | undefined, resources: NameRules): string | undefined {
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
