import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { filtered, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';
import { isVaried } from '../validators/randomness.js';

/** Keys of databases that are rented. */
export const databases: Family = {
  name: 'databases',
  detectors: [
    // https://supabase.com/docs/guides/api/api-keys
    secret(
      'supabase_key',
      'a Supabase key',
      prefixed(['sbp_'], /(?:v0_)?[0-9a-f]{40}/),
      prefixedRun(['sb_secret_'], '\\w-', 24, 64),
    ),
    // https://planetscale.com/docs/concepts/service-tokens, https://planetscale.com/docs/concepts/connection-strings
    secret(
      'planetscale_token',
      'a PlanetScale token',
      prefixedRun(['pscale_tkn_', 'pscale_oauth_', 'pscale_pw_'], '\\w=.-', 32, 64),
    ),
    // https://neon.com/docs/manage/api-keys
    secret('neon_key', 'a Neon key', prefixed(['napi_'], /[a-z0-9]{60,70}/), prefixed(['npg_'], /[A-Za-z0-9]{12,32}/)),
    // https://clickhouse.com/docs/cloud/manage/openapi
    secret('clickhouse_key', 'a ClickHouse Cloud secret', {
      anchors: ['4b1d'],
      verify: filtered(
        matchAt(/(?<![A-Za-z0-9])4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y),
        (value) => isVaried(value) && /[A-Z]/.test(value),
      ),
    }),
    // https://www.elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys
    secret(
      'elastic_key',
      'an Elastic API key',
      prefixedRun(['essu_'], 'A-Za-z0-9+/=', 40, 160),
      ...named(['elastic'], /[A-Za-z0-9+/]{56,60}={0,2}/),
    ),
  ],
};
