import { isDeepStrictEqual } from 'node:util';
import { compareDecimals, parseDecimal, type Decimal } from './decimal.js';
import { rolesOfUser, type Config, type Layers, type RuleSource } from './config.js';

/**
 * What a new configuration allows that the old one did not, one line each; nothing when it
 * only tightens. What cannot be compared counts as loosened.
 */
export function findLoosenings(before: Config, after: Config): readonly string[] {
  const lines: string[] = [];
  for (const [name, server] of Object.entries(after.servers)) {
    const place = `servers.${name}`;
    const old = Object.hasOwn(before.servers, name) ? before.servers[name] : undefined;
    if (!old) {
      lines.push(`${place} was added`);
      continue;
    }
    const started = (['command', 'args', 'env', 'cwd'] as const).filter(
      (key) => !isDeepStrictEqual(old[key], server[key]),
    );
    for (const key of started) lines.push(`${place}.${key} was changed`);
    if (server.max_sessions > old.max_sessions) lines.push(`${place}.max_sessions was raised`);
    if (old.forbidden !== undefined && server.forbidden === undefined) lines.push(`${place} may be used again`);
    lines.push(...compareLayers(old.layers, server.layers));
  }
  // What counts for all servers is compared with each of them.
  return [...new Set(lines.concat(compareAuth(before.auth, after.auth), compareRest(before, after)))];
}

function compareAuth(before: Config['auth'], after: Config['auth']): string[] {
  const lines: string[] = [];
  if (before.mode !== after.mode) lines.push('auth.mode was changed');
  if (!isDeepStrictEqual(before.oauth, after.oauth)) lines.push('auth.oauth was changed');
  for (const [key, entry] of Object.entries(after.api_keys)) {
    const old = Object.hasOwn(before.api_keys, key) ? before.api_keys[key] : undefined;
    if (!old) lines.push('auth.api_keys: a key was added');
    else if (!isDeepStrictEqual(old, entry)) lines.push('auth.api_keys: the roles of a key were changed');
  }
  for (const [name, role] of Object.entries(before.roles)) {
    const place = `auth.roles.${name}`;
    const next = Object.hasOwn(after.roles, name) ? after.roles[name] : undefined;
    if (!next) lines.push(`${place} was removed`);
    else lines.push(...compareLayers(role.layers, next.layers));
  }
  return lines.concat(compareUsers(before, after));
}

/** Roles only bind, so whoever loses one may do more. */
function compareUsers(before: Config['auth'], after: Config['auth']): string[] {
  const named = [...Object.values(before.roles), ...Object.values(after.roles)].flatMap(({ users }) => users);
  return [...new Set(named)].flatMap((user) => {
    const now = rolesOfUser(after, user);
    const lost = rolesOfUser(before, user).filter((role) => !now.includes(role) && Object.hasOwn(before.roles, role));
    return lost.map((role) => `auth.roles.${role} does not bind ${user} any more`);
  });
}

function compareRest(before: Config, after: Config): string[] {
  const lines: string[] = [];
  if (after.interceptors.timeout > before.interceptors.timeout) lines.push('interceptors.timeout was raised');
  if (!isDeepStrictEqual(before.audit, after.audit)) lines.push('audit was changed');
  return lines.concat(compareApprovals(before.approvals, after.approvals), comparePii(before.pii, after.pii));
}

function compareApprovals(before: Config['approvals'], after: Config['approvals']): string[] {
  const untold = missing(before.notify, after.notify);
  return [
    ...(after.expires_after > before.expires_after ? ['approvals.expires_after was raised'] : []),
    ...(after.deny_for < before.deny_for ? ['approvals.deny_for was lowered'] : []),
    ...(before.passphrase && !after.passphrase
      ? [
          'approvals.passphrase was switched off, which counts once it is given up: mcp-guard approvals passphrase --off',
        ]
      : []),
    ...(after.inside_clients !== before.inside_clients && after.inside_clients === 'allow'
      ? ['approvals.inside_clients was switched to allow']
      : []),
    ...(untold.length > 0 ? ['approvals.notify: somebody is not told any more'] : []),
  ];
}

/** How strict an action is: what stands first lets most pass. */
const STRICTNESS = ['warn', 'strip_invisible', 'strip', 'redact', 'block'];

function comparePii(before: Config['pii'], after: Config['pii']): string[] {
  return before.flatMap(({ source: place, rules }) => {
    const next = after.find((placed) => placed.source === place)?.rules;
    if (!next) return [`${place} was switched off`];
    const threshold = next.confidence_threshold > rules.confidence_threshold;
    const exceptions = missing(next.exceptions, rules.exceptions);
    return [
      ...(threshold ? [`${place}.confidence_threshold was raised`] : []),
      ...exceptions.map((exception) => `${place}.exceptions: ${show(exception)} was added`),
      ...compareActions(`${place}.actions`, rules.actions, next.actions),
      ...compareCustom(`${place}.custom_types`, rules.custom_types, next.custom_types),
      ...compareStrictness(`${place}.hidden_text`, rules.hidden_text, next.hidden_text),
    ];
  });
}

type Pii = Config['pii'][number]['rules'];

/** Also one that is named for the first time, or no more: what it was by default is not compared. */
const compareActions = (place: string, before: Pii['actions'], after: Pii['actions']): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((type) =>
    compareStrictness(`${place}.${type}`, before[type] ?? {}, after[type] ?? {}),
  );

function compareCustom(place: string, before: Pii['custom_types'], after: Pii['custom_types']): string[] {
  return Object.entries(before).flatMap(([name, { patterns, actions }]) => {
    const next = Object.hasOwn(after, name) ? after[name] : undefined;
    if (!next) return [`${place}.${name} was removed`];
    const lost = missing(patterns, next.patterns).map((pattern) => `${place}.${name}: ${show(pattern)} was removed`);
    return lost.concat(compareStrictness(`${place}.${name}.actions`, actions, next.actions));
  });
}

function compareStrictness(place: string, before: object, after: object): string[] {
  const now = new Map(Object.entries(after));
  const old = new Map(Object.entries(before));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [STRICTNESS.indexOf(String(old.get(key))), STRICTNESS.indexOf(String(now.get(key)))];
    if (old.get(key) === now.get(key) || (is > was && old.get(key) !== undefined) || now.get(key) === 'block')
      return [];
    return [`${place}.${key} was changed`];
  });
}

function compareLayers(before: Layers, after: Layers): string[] {
  const sections = Object.keys(before) as (keyof Layers)[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- of our own type
  return sections.flatMap((section) => {
    const old: readonly RuleSource<unknown>[] = before[section];
    const now: readonly RuleSource<unknown>[] = after[section];
    return old.flatMap(({ source: place, rules }) => {
      const next = now.find((placed) => placed.source === place);
      if (next) return compare(place, rules, next.rules);
      return section === 'methods' ? [] : [`${place} was removed`];
    });
  });
}

/** Numbers are limits, lists named `denied_*` and rules bind by what is in them, other lists by what is not. */
function compare(place: string, before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isList(before) || isList(after)) return compareLists(place, before, after);
  if (COSTS.test(place))
    return before === null || before === undefined ? [] : [`${place} was ${after === null ? 'removed' : 'changed'}`];
  const [old, now] = [toLimit(before), toLimit(after)];
  if (old && now) return compareDecimals(now, old) > 0 ? [`${place} was raised`] : [];
  if (before === null) return now || isObject(after) ? [] : [`${place} was changed`];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => compare(`${place}.${key}`, before[key] ?? null, after[key] ?? null));
  }
  return TIGHTER.has(`${place.split('.').at(-1)} ${String(after)}`) || after === 'refuse'
    ? []
    : [`${place} was ${after === null ? 'removed' : 'changed'}`];
}

/** What a call costs is no limit: a lower price lets more pass. */
const COSTS = /\.?spend\.(tools\.|currency$)/;

/** Amounts are numbers or texts. */
const toLimit = (value: unknown): Decimal | undefined =>
  typeof value === 'number' || typeof value === 'string' ? parseDecimal(String(value)) : undefined;

/** Switches, at the value that lets less pass or records more. */
const TIGHTER: ReadonlySet<string> = new Set([
  'enabled false',
  'block_secret_questions true',
  'audit verbose',
  'locked true',
]);

/** Lists of which each element refuses something. */
const REFUSING = /\.(denied_\w+|arguments|require_approval|block_vendors)$/;

function compareLists(place: string, before: unknown, after: unknown): string[] {
  if (REFUSING.test(place)) return missing(before, after).map((item) => `${place}: ${show(item)} was removed`);
  const isOpen = (list: unknown): boolean => !isList(list) || (place.endsWith('.only') && list.length === 0);
  if (isOpen(before)) return [];
  if (isOpen(after)) return [`${place} was removed`];
  return missing(after, before).map((item) => `${place}: ${show(item)} was added`);
}

/** What is in `list` and not in `other`. */
const missing = (list: unknown, other: unknown): readonly unknown[] =>
  isList(list) ? list.filter((item) => !isList(other) || !other.some((each) => isDeepStrictEqual(each, item))) : [];

const show = (item: unknown): string => JSON.stringify(item);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value);
