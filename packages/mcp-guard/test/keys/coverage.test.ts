import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';

/**
 * Where each key of the configuration shows its effect through a real connection. The schema
 * says which keys there are: a new one fails here until it has such a test.
 */
const TESTED: Readonly<Record<string, string>> = {
  extends: 'lifecycle/extends.test.ts',
  'servers.*.transport': 'keys/server.test.ts',
  'servers.*.command': 'keys/server.test.ts',
  'servers.*.args': 'keys/server.test.ts',
  'servers.*.env': 'keys/server.test.ts',
  'servers.*.cwd': 'keys/server.test.ts',
  'servers.*.max_sessions': 'attacks/exhaustion.test.ts',
  'servers.*.policy.locked': 'lifecycle/extends.test.ts',
  'servers.*.policy.unknown_methods': 'attacks/method-aliases.test.ts',
  'servers.*.policy.permissions.require_approval': 'keys/approvals.test.ts',
  'servers.*.policy.spend': 'keys/spend.test.ts',
  'servers.*.policy.permissions.arguments': 'keys/arguments.test.ts',
  'servers.*.policy.permissions': 'keys/permissions.test.ts',
  'servers.*.policy.rate_limit': 'attacks/rate-limits.test.ts',
  'servers.*.policy.sampling.rate_limit': 'keys/sampling-limits.test.ts',
  'servers.*.policy.sampling': 'attacks/sampling-caps.test.ts',
  'servers.*.policy.elicitation': 'attacks/secret-questions.test.ts',
  'servers.*.policy.roots': 'attacks/roots.test.ts',
  'daemon.socket_path': 'lifecycle/bridge-refusals.test.ts',
  'daemon.home': 'lifecycle/own-home.test.ts',
  'daemon.shutdown_timeout': 'lifecycle/stop.test.ts',
  'daemon.log_level': 'cli/daemon.test.ts',
  'daemon.max_message_bytes': 'attacks/exhaustion.test.ts',
  'daemon.max_depth': 'passthrough/unreadable-lines.test.ts',
  'daemon.pass_env': 'lifecycle/first-client.test.ts',
  'daemon.encryption': 'lifecycle/encryption.test.ts',
  'auth.mode': 'identity/sessions.test.ts',
  'auth.api_keys': 'identity/api-keys.test.ts',
  'auth.oauth.audience': 'identity/forged-tokens.test.ts',
  'auth.oauth.issuer': 'identity/sessions.test.ts',
  'auth.oauth.client_id': 'identity/sessions.test.ts',
  'auth.oauth': 'identity/settings.test.ts',
  'auth.roles.*.users': 'identity/os-roles.test.ts',
  'auth.roles.*.permissions.require_approval': 'keys/approvals.test.ts',
  'auth.roles.*.spend': 'keys/spend.test.ts',
  'auth.roles.*.permissions.arguments': 'keys/arguments.test.ts',
  'auth.roles.*.permissions': 'keys/permissions.test.ts',
  'auth.roles.*.rate_limit': 'keys/role-limits.test.ts',
  'interceptors.timeout': 'keys/time-limit.test.ts',
  'interceptors.timeout_action': 'keys/time-limit.test.ts',
  'pii.exceptions': 'keys/pii-exceptions.test.ts',
  'pii.custom_types': 'keys/custom-types.test.ts',
  'pii.hidden_text': 'attacks/hidden-text.test.ts',
  pii: 'keys/pii.test.ts',
  'audit.stdout': 'cli/daemon.test.ts',
  'audit.retention_days': 'lifecycle/tampering.test.ts',
  'audit.max_bytes': 'lifecycle/record-failures.test.ts',
  'audit.enabled': 'cli/validate.test.ts',
  audit: 'keys/record.test.ts',
  spend: 'keys/spend.test.ts',
  approvals: 'keys/approvals.test.ts',
  refusals: 'keys/record.test.ts',
};

/** Parts that are not built yet: every value of theirs that asks for something is refused. */
const LATER = /^servers\.\*\.(url|headers|upstream_auth_token)\b|^daemon\.dashboard_port$/;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The places of all keys that hold a value. */
function keysOf({ properties = {}, additionalProperties, items, anyOf = [] }: Schema, place = ''): readonly string[] {
  const at = (step: string): string => (place === '' ? step : `${place}.${step}`);
  const inner = Object.entries(properties).flatMap(([key, schema]) => keysOf(schema, at(key)));
  if (additionalProperties) inner.push(...keysOf(additionalProperties, at('*')));
  if (items) inner.push(...keysOf(items, place));
  for (const option of anyOf) inner.push(...keysOf(option, place));
  const below = [...new Set(inner)].filter((key) => key !== place);
  return below.length > 0 ? below : [place];
}

const keys = keysOf(toJsonSchema()).filter((key) => !LATER.test(key));

describe('a key of the configuration', () => {
  it.each(keys)('%s has a test of its effect', (key) => {
    const section = Object.keys(TESTED)
      .filter((place) => key === place || key.startsWith(`${place}.`))
      .toSorted((a, b) => b.length - a.length)[0];
    expect(section).toBeDefined();
    const text = readFileSync(new URL(`../${TESTED[section ?? ''] ?? ''}`, import.meta.url), 'utf8');
    const words = key.split('.').filter((step) => step !== '*');
    expect(text).toMatch(new RegExp(`\\b${words.at(-1) ?? ''}\\b`, 'u'));
  });

  it('has none that tests what is not there', () => {
    expect(
      Object.keys(TESTED).filter((place) => !keys.some((key) => key === place || key.startsWith(`${place}.`))),
    ).toEqual([]);
  });
});
