import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';
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
    // https://docs.databricks.com/aws/en/dev-tools/auth/pat
    secret('databricks_token', 'a Databricks token', prefixed(['dapi', 'dose', 'dkea'], /[0-9a-f]{32}(?:-\d)?/)),
    // https://docs.snowflake.com/en/user-guide/programmatic-access-tokens
    secret(
      'snowflake_token',
      'a Snowflake token',
      prefixed(['ver:1-hint:', 'ver:2-hint:', 'ver:3-hint:'], /\d{1,20}-[A-Za-z0-9+/=]{50,500}/),
    ),
    // https://clickhouse.com/docs/cloud/manage/openapi
    secret('clickhouse_key', 'a ClickHouse Cloud secret', {
      anchors: ['4b1d'],
      verify: filtered(
        matchAt(/(?<![A-Za-z0-9])4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y),
        (value) => isVaried(value) && /[A-Z]/.test(value),
      ),
    }),
    // https://www.mongodb.com/docs/atlas/api/service-accounts-overview/
    secret(
      'mongodb_key',
      'a MongoDB Atlas secret',
      prefixed(['mdb_sa_sk_'], /[\w-]{40}/),
      // https://www.mongodb.com/docs/atlas/configure-api-access/
      labelled(['mongodb_atlas', 'mongodbatlas', 'mongodb-atlas', 'atlas_private', 'atlas_api'], UUID),
    ),
    // https://www.cockroachlabs.com/docs/cockroachcloud/managing-access
    secret('cockroachdb_key', 'a CockroachDB Cloud key', prefixed(['CCDB1_'], /[A-Za-z0-9]{22}_[A-Za-z0-9]{40}/)),
    // https://aiven.io/docs/platform/howto/create_authentication_token
    secret('aiven_password', 'an Aiven service password', prefixed(['AVNS_'], /[\w-]{19}/)),
    // https://www.elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys
    secret(
      'elastic_key',
      'an Elastic API key',
      prefixedRun(['essu_'], 'A-Za-z0-9+/=', 40, 160),
      ...named(['elastic'], /[A-Za-z0-9+/]{56,60}={0,2}/),
    ),
    // https://docs.datastax.com/en/astra-db-serverless/administration/manage-application-tokens.html
    secret('astra_token', 'an Astra DB token', prefixed(['AstraCS:'], /[A-Za-z0-9]{24}:[0-9a-f]{64}/)),
    // https://docs.influxdata.com/influxdb/cloud/admin/tokens/
    secret('influxdb_token', 'an InfluxDB token', ...named(['influx'], /[\w-]{86}==/)),
    // https://docs.getdbt.com/docs/dbt-cloud-apis/authentication
    secret('dbt_token', 'a dbt token', prefixed(['dbtc_', 'dbtu_'], /[\w-]{38,44}/)),
    // https://docs.convex.dev/cli/deploy-key-types
    secret(
      'convex_key',
      'a Convex deploy key',
      prefixed(['prod:', 'dev:', 'preview:', 'project:'], /[a-z0-9:-]{3,64}\|[A-Za-z0-9+/=]{40,200}/),
    ),
    // https://xata.io/docs
    secret('xata_key', 'a Xata API key', prefixed(['xau_'], /[A-Za-z0-9]{32,48}/)),
    // https://upstash.com/docs/redis/features/restapi
    secret('upstash_token', 'an Upstash token', ...named(['upstash'], /[\w-]{36,120}={0,2}/)),
  ],
};
