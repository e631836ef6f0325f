import { member, memoize, type JsonObject, type JsonValue } from '@mcp-guard/core';
import {
  type Layers,
  type RuleSource,
  AccessList,
  joinLists,
  type NameRules,
  type ServerPolicy,
} from '@mcp-guard/policy';

/** The three kinds of lists that bind a session, compiled. */
export interface Access {
  readonly tools: NameRules;
  readonly resources: NameRules;
  readonly prompts: NameRules;
  readonly restricts: boolean;
  readonly hasAllowList: boolean;
  /** For an unknown method: its `name` as a tool and as a prompt, its `uri` as a resource. */
  refusesAnyName(params: JsonObject | undefined): string | undefined;
}

type PlacedLists = RuleSource<ServerPolicy['permissions']>;
type Lists = Pick<Access, 'tools' | 'resources' | 'prompts'>;

/** One layer alone; compiled once, however many sessions and roles it binds. */
export const compileAccess: (placed: PlacedLists) => Lists = memoize(({ source, rules }) => ({
  tools: new AccessList(source, 'tools', rules.allowed_tools, rules.denied_tools),
  resources: new AccessList(source, 'resources', rules.allowed_resources, rules.denied_resources),
  prompts: new AccessList(source, 'prompts', rules.allowed_prompts, rules.denied_prompts),
}));

/** All layers together. */
export function createAccess(layers: Pick<Layers, 'permissions'>): Access {
  const lists = layers.permissions.map(compileAccess);
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

/** A missing name asks for nothing. */
const refusesGiven = (value: JsonValue | undefined, kind: NameRules): string | undefined =>
  value === undefined ? undefined : kind.refuses(value);
