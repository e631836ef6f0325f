import type { Layers, Placed } from './config.js';
import type { Loaded } from './load.js';
import { compilePattern } from './match.js';
import { hasAllowList } from './merge.js';
import type { ServerPolicy } from './schema/config.js';

/** What a valid configuration says without effect, or with an effect that its author may not mean. */
export interface Findings {
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

type Kind = 'tools' | 'resources' | 'prompts';

/**
 * @param shown the tools that servers have shown so far, by server; none for those that never ran
 */
export function findWarnings(loaded: Loaded, shown: ReadonlyMap<string, readonly string[]> = new Map()): Findings {
  const { config, file, base, locate } = loaded;
  const servers = Object.entries(config.servers);
  const warnings: string[] = [];
  const notes: string[] = [];
  if (servers.length === 0) warnings.push('it names no servers, so no client can connect');
  if (base && file.auth.mode !== config.auth.mode) warnings.push('auth: the base says how people are recognised');
  for (const [name, server] of servers) {
    if (server.forbidden !== undefined)
      warnings.push(`servers.${name}: the base does not allow this server (${locate(server.forbidden)})`);
    for (const placed of server.layers.permissions) {
      warnings.push(...permissionWarnings(placed), ...neverShown(name, placed, shown.get(name)));
    }
    for (const placed of server.layers.rate_limit) warnings.push(...zeroLimits(placed));
    if (file.servers[name]?.policy.locked) warnings.push(`servers.${name}.policy.locked: counts in a base only`);
    const methods = unknownMethods(name, server.layers);
    warnings.push(...methods.warnings);
    notes.push(...methods.notes);
  }
  for (const [name, { users, layers }] of Object.entries(config.auth.roles)) {
    if (!isGiven(name, users, loaded)) warnings.push(`auth.roles.${name}: nobody has this role`);
    for (const placed of layers.permissions) warnings.push(...permissionWarnings(placed));
    for (const placed of layers.rate_limit) warnings.push(...zeroLimits(placed));
  }
  if (config.auth.mode === 'api_key' && Object.keys(config.auth.api_keys).length === 0) {
    warnings.push('auth.api_keys: there is no key, so no client can connect');
  }
  return { warnings, notes };
}

function isGiven(role: string, users: readonly string[], { config: { auth } }: Loaded): boolean {
  if (role === 'default') return true; // of everybody who has no other
  if (auth.mode === 'os') return users.length > 0;
  if (auth.mode === 'api_key') return Object.values(auth.api_keys).some(({ roles }) => roles.includes(role));
  return Object.values(auth.oauth?.claims_to_roles.mapping ?? {}).includes(role);
}

/** Rules that can never match, or that leave nothing. */
function permissionWarnings({ place, rules }: Placed<ServerPolicy['permissions']>): string[] {
  return (['tools', 'resources', 'prompts'] as const).flatMap((kind: Kind) => {
    const allowed = rules[`allowed_${kind}`];
    const denied = rules[`denied_${kind}`];
    const at = `${place}.allowed_${kind}`;
    if (!allowed) return [];
    if (allowed.length === 0) return [`${at} is empty, so all ${kind} are denied`];
    const dead = allowed.filter((pattern) => denied.some((deny) => covers(deny, pattern)));
    const told = dead.map((pattern) => `${at}: ${JSON.stringify(pattern)} can never match, it is denied too`);
    return dead.length < allowed.length ? told : told.concat(`${at}: so all ${kind} are denied`);
  });
}

/** Whether a deny pattern surely matches all that an allow pattern does. */
function covers(deny: string, allow: string): boolean {
  if (deny === allow || deny === '*') return true;
  return !allow.startsWith('^') && !/[*?]/.test(allow) && compilePattern(deny).matches(allow);
}

function neverShown(
  server: string,
  { place, rules }: Placed<ServerPolicy['permissions']>,
  tools: readonly string[] | undefined,
): string[] {
  if (!tools) return [];
  return (['allowed_tools', 'denied_tools'] as const).flatMap((list) =>
    (rules[list] ?? []).flatMap((source, index) =>
      tools.some(compilePattern(source).matches)
        ? []
        : [`${place}.${list}[${index}]: ${JSON.stringify(source)} matches no tool that ${server} has shown`],
    ),
  );
}

function zeroLimits({ place, rules }: Placed<ServerPolicy['rate_limit']>): string[] {
  const { tool_limits: tools, ...own } = rules;
  const all = [
    [place, own] as const,
    ...Object.entries(tools).map(([tool, limits]) => [`${place}.tool_limits.${tool}`, limits] as const),
  ];
  return all.flatMap(([at, limits]) =>
    Object.entries(limits)
      .filter(([, limit]) => limit === 0)
      .map(([key]) => `${at}.${key}: a limit of zero lets nothing pass`),
  );
}

/** What becomes of a method outside the specification: a server may know it as another name of `tools/call`. */
function unknownMethods(server: string, { methods, permissions }: Layers): Findings {
  const isListed = permissions.some(({ rules }) => hasAllowList(rules));
  if (methods.some(({ rules }) => rules === 'refuse')) {
    return note(`${server}: unknown methods are refused${isListed ? ', since an allow list is set' : ''}`);
  }
  if (!isListed)
    return note(`${server}: unknown methods are carried, with their name and uri matched against the lists`);
  const warning = `${server}: unknown methods are carried, although no allow list describes them`;
  return { warnings: [warning], notes: [] };
}

const note = (text: string): Findings => ({ warnings: [], notes: [text] });
