import { namesAsked } from './client-text.js';
import { compareDecimals, parseDecimal } from './decimal.js';
import type { Loaded } from './load.js';
import { findBaseWarnings } from './floor/base-warnings.js';
import { compilePattern } from './match.js';
import { IN_BASE } from './merge.js';
import { describeForbidden } from './describe-forbidden.js';
import { hasAllowList } from './sections/permissions.js';
import type { ServerPolicy } from './schema/policy.js';
import type { Layers } from './sections/layers.js';
import type { RuleSource } from './sections/section.js';
import type { Spend } from './sections/spend.js';

/** What a valid configuration says without effect, or with an effect that its author may not mean. */
export interface Findings {
  /** Each with its place in the file. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** Something that is found at a place of the configuration. */
type Finding = readonly [place: string, what: string];
type Lists = RuleSource<ServerPolicy['permissions']>;

/**
 * @param shown the tools that servers have shown so far, by server; none for those that never ran
 */
export function findWarnings(loaded: Loaded, shown: ReadonlyMap<string, readonly string[]> = new Map()): Findings {
  const { config, file, base, locate } = loaded;
  const servers = Object.entries(config.servers);
  const found: Finding[] = [];
  /** What is worth knowing, with the servers that it is about. */
  const notes = new Map<string, string[]>();
  const note = (server: string, what: string): unknown => notes.set(what, [...(notes.get(what) ?? []), server]);
  const isCounted = [...servers, ...Object.entries(config.auth.roles)].some(([, { layers }]) =>
    layers.spend.some(({ rules }) => Object.keys(rules.tools).length > 0),
  );
  if (servers.length === 0) found.push(['servers', 'there are none, so no client can connect']);
  if (base && file.auth.mode !== config.auth.mode) found.push(['auth.mode', 'the base says how people are recognised']);
  for (const [name, server] of servers) {
    if (server.forbidden !== undefined) {
      found.push([`servers.${name}`, `${describeForbidden(server, name)} (${locate(server.forbidden)})`]);
    }
    if (file.servers[name]?.policy.locked) found.push([`servers.${name}.policy.locked`, 'counts in a base only']);
    found.push(
      ...ofLayers(server.layers),
      ...ofSpend(server.layers.spend, isCounted),
      ...neverShown(server.layers, shown.get(name), `no tool that ${name} has shown`),
    );
    const methods = unknownMethods(name, server.layers);
    found.push(...methods.found);
    if (methods.note !== undefined) note(name, methods.note);
    const asked = namesAsked(server.env);
    if (file.servers[name]?.cwd === null && server.cwd !== null)
      note(name, `starts in ${server.cwd}, not in the client’s folder, since the base names its package`);
    if (asked.length > 0) note(name, `every client has to send ${asked.join(', ')} (MCP_GUARD_FORWARD)`);
  }
  found.push(...ofPii(loaded));
  if (base) found.push(...findBaseWarnings(base).map(([place, what]): Finding => [IN_BASE + place, what]));
  const everyTool = servers.every(([name]) => shown.has(name)) ? [...shown.values()].flat() : undefined;
  for (const [name, { users, layers }] of Object.entries(config.auth.roles)) {
    if (!isGiven(name, users, loaded)) found.push([`auth.roles.${name}`, 'nobody has this role']);
    found.push(...ofLayers(layers), ...ofSpend(layers.spend, isCounted));
    found.push(...neverShown(layers, everyTool, 'no tool that any server has shown'));
  }
  if (config.auth.mode === 'api_key' && Object.keys(config.auth.api_keys).length === 0) {
    found.push(['auth.api_keys', 'there is no key, so no client can connect']);
  }
  // What counts for all servers is found with each of them.
  return {
    warnings: [...new Set(found.map(([place, what]) => `${locate(place)}: ${what}`))],
    notes: [...notes].map(([what, names]) => `${nameServers(names)}: ${what}`),
  };
}

function ofPii({ file, config }: Loaded): Finding[] {
  const found: Finding[] = [];
  if (!file.pii.enabled) {
    const stays = config.pii.length > 0;
    found.push([
      'pii.enabled',
      stays ? 'the base has messages searched all the same' : 'nothing is searched: secrets pass',
    ]);
  }
  for (const [index, exception] of file.pii.exceptions.entries()) {
    const server = 'path' in exception ? exception.server : undefined;
    if (server !== undefined && !Object.hasOwn(config.servers, server))
      found.push([`pii.exceptions[${index}].server`, `there is no server ${JSON.stringify(server)}`]);
  }
  return found;
}

function isGiven(role: string, users: readonly string[], { config: { auth } }: Loaded): boolean {
  if (role === 'default') return true; // of everybody who has no other
  if (auth.mode === 'os') return users.length > 0;
  if (auth.mode === 'api_key') return Object.values(auth.api_keys).some(({ roles }) => roles.includes(role));
  return Object.values(auth.oauth?.claims_to_roles.mapping ?? {}).includes(role);
}

const ofLayers = (layers: Layers): Finding[] => [
  ...layers.permissions.flatMap((placed) => deadPatterns(placed, layers.permissions)),
  ...layers.permissions.flatMap(emptyRanges),
  ...zeroLimits(layers),
  ...overruledSampling(layers.sampling),
];

/** Patterns that can never match, and lists that leave nothing, whichever layer denies. */
function deadPatterns({ source: place, rules }: Lists, all: readonly Lists[]): Finding[] {
  return (['tools', 'resources', 'prompts'] as const).flatMap((kind): Finding[] => {
    const allowed = rules[`allowed_${kind}`];
    const denied = all.flatMap((each) => each.rules[`denied_${kind}`]);
    const at = `${place}.allowed_${kind}`;
    if (!allowed) return [];
    if (allowed.length === 0) return [[at, `it is empty, so all ${kind} are denied`]];
    const dead = allowed.flatMap((pattern, index): Finding[] =>
      denied.some((deny) => covers(deny, pattern))
        ? [[`${at}[${index}]`, `${JSON.stringify(pattern)} can never match, it is denied too`]]
        : [],
    );
    return dead.length < allowed.length ? dead : dead.concat([[at, `so all ${kind} are denied`]]);
  });
}

/** Whether a deny pattern surely matches all that an allow pattern does. */
function covers(deny: string, allow: string): boolean {
  if (deny === allow || deny === '*') return true;
  return !allow.startsWith('^') && !/[*?]/.test(allow) && compilePattern(deny).matches(allow);
}

function emptyRanges({ source: place, rules }: Lists): Finding[] {
  return rules.arguments.flatMap(({ min, max }, index): Finding[] => {
    const [low, high] = [min, max].map((limit) => (limit === undefined ? undefined : parseDecimal(String(limit))));
    const isEmpty = low !== undefined && high !== undefined && compareDecimals(low, high) > 0;
    return isEmpty ? [[`${place}.arguments[${index}]`, '`min` is above `max`, so nothing passes']] : [];
  });
}

function zeroLimits({ rate_limit: limits, sampling }: Layers): Finding[] {
  const all: [string, unknown][] = [];
  for (const { source: place, rules } of limits) {
    const { tool_limits: tools, ...own } = rules;
    all.push([place, own]);
    for (const [tool, limit] of Object.entries(tools)) all.push([`${place}.tool_limits.${tool}`, limit]);
  }
  for (const { source: place, rules } of sampling)
    all.push([place, { rate_limit: rules.rate_limit }], [`${place}.rate_limit`, rules.rate_limit]);
  return all.flatMap(([place, section]) =>
    Object.entries(typeof section === 'object' && section !== null ? section : {})
      .filter(([, limit]) => limit === 0)
      .map(([key]): Finding => [`${place}.${key}`, 'a limit of zero lets nothing pass']),
  );
}

function overruledSampling(layers: Layers['sampling']): Finding[] {
  const refusing = layers.find(({ rules }) => !rules.enabled);
  if (!refusing) return [];
  return layers
    .filter(({ rules }) => rules.enabled)
    .map(({ source: place }) => [`${place}.enabled`, 'sampling is not enabled elsewhere, which counts']);
}

/** Caps that do not hold back what their author may think. */
function ofSpend(layers: Layers['spend'], isCounted: boolean): Finding[] {
  const tools = layers.flatMap(({ rules }) => Object.values(rules.tools));
  const currencies = new Set(layers.filter(({ rules }) => countsMoney(rules)).map(({ rules }) => rules.currency));
  const hasLongCap = layers.some(({ rules }) => rules.max_per_hour !== null || rules.max_per_day !== null);
  return layers.flatMap(({ source: place, rules }): Finding[] => {
    const found: Finding[] = [];
    if (hasCaps(rules) && !isCounted) found.push([place, 'nothing is counted: `tools` says of no tool what it costs']);
    if (rules.max_per_session !== null && !hasLongCap)
      found.push([`${place}.max_per_session`, 'each new connection begins anew; max_per_hour and max_per_day do not']);
    if (countsMoney(rules) && currencies.size > 1)
      found.push([`${place}.currency`, 'what a call costs is counted in several currencies, so the call is refused']);
    if (rules.allow_vendors && tools.some(({ vendor }) => vendor === undefined))
      found.push([`${place}.allow_vendors`, 'calls of tools for which no `vendor` is told are refused']);
    return found;
  });
}

const hasCaps = (rules: Spend): boolean =>
  [rules.max_per_call, rules.max_per_session, rules.max_per_hour, rules.max_per_day, rules.require_approval_above].some(
    (cap) => cap !== null,
  );
const countsMoney = (rules: Spend): boolean => hasCaps(rules) || Object.keys(rules.tools).length > 0;

/** Places of rules for all servers together. */
const FOR_ALL: ReadonlySet<string> = new Set(['spend', `${IN_BASE}spend`]);

/** Patterns for tools that there are not, as far as is known. */
function neverShown(layers: Layers, tools: readonly string[] | undefined, whose: string): Finding[] {
  if (!tools) return [];
  const patterns: [place: string, pattern: string][] = [];
  for (const { source: place, rules } of layers.permissions) {
    for (const list of ['allowed_tools', 'denied_tools', 'require_approval'] as const) {
      for (const [index, pattern] of (rules[list] ?? []).entries())
        patterns.push([`${place}.${list}[${index}]`, pattern]);
    }
    for (const [index, { tool }] of rules.arguments.entries())
      patterns.push([`${place}.arguments[${index}].tool`, tool]);
  }
  for (const { source: place, rules } of layers.rate_limit) {
    for (const tool of Object.keys(rules.tool_limits)) patterns.push([`${place}.tool_limits.${tool}`, tool]);
  }
  for (const { source: place, rules } of layers.spend) {
    if (FOR_ALL.has(place)) continue; // a tool of any server
    for (const tool of Object.keys(rules.tools)) patterns.push([`${place}.tools.${tool}`, tool]);
  }
  return patterns
    .filter(([, pattern]) => !tools.some(compilePattern(pattern).matches))
    .map(([place, pattern]) => [place, `${JSON.stringify(pattern)} matches ${whose}`]);
}

const MAX_NAMED = 3;

function nameServers(names: readonly string[]): string {
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more servers` : '';
  return `${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}

/** What becomes of a method outside the specification: a server may know it as another name of `tools/call`. */
function unknownMethods(
  server: string,
  { unknown_methods: methods, permissions }: Layers,
): { found: Finding[]; note?: string } {
  const isListed = permissions.some(({ rules }) => hasAllowList(rules));
  if (methods.some(({ rules }) => rules === 'refuse')) {
    return { found: [], note: `unknown methods are refused${isListed ? ', since an allow list is set' : ''}` };
  }
  if (!isListed) {
    return { found: [], note: 'unknown methods are carried, with their name and uri matched against the lists' };
  }
  const place = methods[0]?.source ?? `servers.${server}`;
  return { found: [[place, 'unknown methods are carried, although no allow list describes them']] };
}
