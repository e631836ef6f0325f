import { member, type JsonObject, type JsonValue } from '@mcp-guard/core';
import type { OAuthSettings } from '@mcp-guard/net/oauth';
import { orDefault } from '@mcp-guard/policy';

/** The roles that the claims of a token map to. A value without a mapping gives none. */
export function rolesOfClaims(
  { claim_name: name, mapping }: OAuthSettings['claims_to_roles'],
  claims: JsonObject,
): readonly string[] {
  const claimed = member(claims, name) ?? memberAt(claims, name.split('.'));
  const values = Array.isArray(claimed) ? claimed : [claimed];
  const mapped = values.flatMap((value) =>
    typeof value === 'string' && Object.hasOwn(mapping, value) ? (mapping[value] ?? []) : [],
  );
  return orDefault([...new Set(mapped)]);
}

const memberAt = (value: JsonValue, path: readonly string[]): JsonValue | undefined =>
  path.reduce<JsonValue | undefined>((inner, name) => member(inner, name), value);
