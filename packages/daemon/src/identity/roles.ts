import { member, type JsonObject, type JsonValue } from '@mcp-guard/core';
import type { OAuthSettings } from '@mcp-guard/core/oauth';
import type { AuthSettings } from './settings.js';

/** Built in, and without rules of its own. */
const DEFAULT_ROLE = 'default';

/** Every role that names a user of this system. */
export const rolesOfUser = ({ roles }: Pick<AuthSettings, 'roles'>, user: string): readonly string[] =>
  orDefault(
    Object.entries(roles)
      .filter(([, { users }]) => users.includes(user))
      .map(([name]) => name),
  );

/** The roles that the claims of a token are mapped to. A value without a mapping gives nothing. */
export function rolesOfClaims(
  { claim_name: name, mapping }: OAuthSettings['claims_to_roles'],
  claims: JsonObject,
): readonly string[] {
  const claimed = member(claims, name) ?? memberAt(claims, name.split('.'));
  const values = Array.isArray(claimed) ? claimed : [claimed];
  const mapped = values.flatMap((value) =>
    typeof value === 'string' && Object.hasOwn(mapping, value) ? [mapping[value]] : [],
  );
  return orDefault(mapped.filter((role) => role !== undefined));
}

/** Nobody is without a role, and nobody has one twice; sorted, since the same roles mean the same rules. */
export const orDefault = (roles: readonly string[]): readonly string[] =>
  roles.length === 0 ? [DEFAULT_ROLE] : [...new Set(roles)].toSorted();

const memberAt = (value: JsonValue, path: readonly string[]): JsonValue | undefined =>
  path.reduce<JsonValue | undefined>((inner, name) => member(inner, name), value);
