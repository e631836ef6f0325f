import { TYPES } from '@mcp-guard/detectors';
import { isRemote, rolesOfUser, type Config } from '../config.js';
import { compareValues } from '../keys/compare.js';
import { actionOf, customActionOf, STRICTNESS, type NamedAction } from '../schema/pii-actions.js';
import { configSchema } from '../schema/config.js';
import type { Pii } from '../schema/pii.js';
import { shapeOfServer } from '../schema/server.js';
import { SECTION_NAMES, type Layers } from '../sections/layers.js';
import { SECTIONS } from '../sections/registry.js';
import type { RuleSource, Section } from '../sections/section.js';

/**
 * Lists what a new configuration allows that the old one did not, one line each; the list is empty if it only tightens.
 * A value that cannot be compared counts as loosened.
 */
export function findLoosenings(before: Config, after: Config): readonly string[] {
  const lines = [
    ...compareServers(before.servers, after.servers),
    ...compareAuth(before.auth, after.auth),
    ...comparePii(before.pii, after.pii),
    ...compareKeys(configSchema.shape, '', before, after, COMPARED_ABOVE),
  ];
  // Rules for all servers are compared with each of them.
  return [...new Set(lines)];
}

/** Sections of a file that differ in the configuration in force. */
const COMPARED_ABOVE: ReadonlySet<string> = new Set(['servers', 'auth', 'pii', ...SECTION_NAMES]);

/** @param above the place of the keys with a dot behind it, or nothing */
function compareKeys(
  shape: Readonly<Record<string, Parameters<typeof compareValues>[0]>>,
  above: string,
  before: object,
  after: object,
  except: ReadonlySet<string>,
): string[] {
  const [old, now] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(after)),
  ];
  return Object.entries(shape).flatMap(([key, schema]) =>
    except.has(key) ? [] : compareValues(schema, above + key, old.get(key), now.get(key)),
  );
}

const compareServers = (before: Config['servers'], after: Config['servers']): string[] =>
  Object.entries(after).flatMap(([name, server]) => {
    const place = `servers.${name}`;
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (!old) return [`${place} was added`];
    const isFreed = old.forbidden !== undefined && server.forbidden === undefined;
    const isOfKind = isRemote(old) === isRemote(server);
    const own = isOfKind
      ? compareKeys(shapeOfServer(server.transport), `${place}.`, old, server, new Set(['policy']))
      : [`${place}.transport was changed`];
    return own.concat(isFreed ? [`${place} may be used again`] : [], compareLayers(old.layers, server.layers));
  });

function compareAuth(before: Config['auth'], after: Config['auth']): string[] {
  const roles = Object.entries(before.roles).flatMap(([name, role]) => {
    const next = Object.hasOwn(after.roles, name) ? after.roles[name] : undefined;
    return next ? compareLayers(role.layers, next.layers) : [`auth.roles.${name} was removed`];
  });
  const { shape } = configSchema.shape.auth.unwrap();
  return [...compareKeys(shape, 'auth.', before, after, new Set(['roles'])), ...roles, ...compareUsers(before, after)];
}

/** Roles only bind, so a user who loses one may do more. */
function compareUsers(before: Config['auth'], after: Config['auth']): string[] {
  const named = [...Object.values(before.roles), ...Object.values(after.roles)].flatMap(({ users }) => users);
  return [...new Set(named)].flatMap((user) => {
    const now = rolesOfUser(after, user);
    const lost = rolesOfUser(before, user).filter((role) => !now.includes(role) && Object.hasOwn(before.roles, role));
    return lost.map((role) => `auth.roles.${role} does not bind ${user} any more`);
  });
}

const comparePii = (before: Config['pii'], after: Config['pii']): string[] =>
  before.flatMap(({ source, rules }) => {
    const next = after.find((each) => each.source === source)?.rules;
    if (!next) return [`${source} was switched off`];
    const others = compareValues(configSchema.shape.pii, source, withoutActions(rules), withoutActions(next));
    return [...compareActions(source, rules, next), ...others];
  });

const withoutActions = (rules: Pii): Pii => ({ ...rules, actions: {}, custom_types: definitionsOf(rules) });

/** Compares the action for each type, since a type that is named for the first time had an action before. */
function compareActions(source: string, before: Pii, after: Pii): string[] {
  const types = [...TYPES.keys(), ...Object.keys(before.custom_types)];
  return types.flatMap((type) =>
    SIDES.flatMap((side) => {
      const [old, now] = [actionOf(before, type, side), actionOf(after, type, side)];
      if (strictnessOf(now) >= strictnessOf(old)) return [];
      const [name, how] = now.isDefault ? [old.name, 'removed'] : [now.name, 'changed'];
      return [`${source}.actions.${name}.${side} was ${how}`];
    }),
  );
}

const SIDES = ['request', 'response'] as const;
const strictnessOf = ({ action }: NamedAction): number => (action === undefined ? 0 : STRICTNESS[action]);

/** Types of the configuration, with the actions that they have by default. */
const definitionsOf = (rules: Pii): Pii['custom_types'] =>
  Object.fromEntries(
    Object.entries(rules.custom_types).map(([type, definition]) => [
      type,
      { ...definition, actions: Object.fromEntries(SIDES.map((side) => [side, customActionOf(rules, type, side)])) },
    ]),
  );

const compareLayers = (before: Layers, after: Layers): string[] =>
  SECTION_NAMES.flatMap((name) => {
    const section: Section = SECTIONS[name];
    const now: readonly RuleSource<unknown>[] = after[name];
    return before[name].flatMap(({ source, rules }: RuleSource<unknown>) => {
      const next = now.find((each) => each.source === source);
      if (next) return compareValues(section.ofServer, source, rules, next.rules);
      return section.isImplied ? [] : [`${source} was removed`];
    });
  });
