import { describe, expect, it } from 'vitest';
import { drawShare } from '../../../core/test/support/rounds.ts';
import { PASSED, runScenario } from './run-scenario.ts';

/*
 * The suite's scenarios for clients that log in. Those of extensions do not apply: in `client-credentials-…`,
 * `enterprise-managed-authorization` and `wif-jwt-bearer` no user logs in, and `dpop…` needs proofs with every request.
 */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  '2026-07-28': [
    'metadata-default',
    'metadata-var1',
    'metadata-var2',
    'metadata-var3',
    'basic-cimd',
    'scope-from-www-authenticate',
    'scope-from-scopes-supported',
    'scope-omitted-when-undefined',
    'scope-step-up',
    'scope-retry-limit',
    'token-endpoint-auth-basic',
    'token-endpoint-auth-post',
    'token-endpoint-auth-none',
    'pre-registration',
    'resource-mismatch',
    'offline-access-scope',
    'offline-access-not-supported',
    'authorization-server-migration',
    'iss-supported',
    'iss-not-advertised',
    'iss-supported-missing',
    'iss-wrong-issuer',
    'iss-unexpected',
    'iss-normalized',
    'metadata-issuer-mismatch',
  ],
  '2025-03-26': ['2025-03-26-oauth-metadata-backcompat', '2025-03-26-oauth-endpoint-fallback'],
};

const isDrawn = drawShare(8);
const drawn = Object.entries(SCENARIOS)
  .flatMap(([revision, names]) => names.map((name) => ({ name, revision })))
  .filter((_, index) => isDrawn(index));

describe('the login of the conformance suite', () => {
  it.concurrent.each(drawn)('$name is passed', async ({ name, revision }) => {
    expect(await runScenario('guard-login.ts', `auth/${name}`, revision)).toMatch(PASSED);
  });
});
