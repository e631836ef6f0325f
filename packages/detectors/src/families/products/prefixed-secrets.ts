import type { Family } from '../../detector.js';
import { alnum, hex, OPAQUE, productFamily, TAIL, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Services whose secrets begin with a word of their own. */
export const PREFIXED_SECRETS: readonly Product[] = [
  // https://daytona.io/docs/en/api-keys
  { id: 'daytona_key', title: 'a Daytona API key', prefixes: ['dtn_'], rest: hex(64) },
  // https://depot.dev/docs/cli/authentication
  { id: 'depot_token', title: 'a Depot token', prefixes: ['depot_org_', 'depot_project_', 'depot_user_'], rest: TAIL },
  // https://open.dingtalk.com/document/robots/customize-robot-security-settings
  {
    id: 'dingtalk_secret',
    title: 'a DingTalk signing secret',
    // With a digit of hex, since `sec` alone is in too many words.
    prefixes: Array.from('0123456789abcdef', (digit) => `SEC${digit}`),
    rest: hex(63),
  },
  // https://dub.co/docs/api-reference/tokens
  { id: 'dub_key', title: 'a Dub API key', prefixes: ['dub_'], rest: alnum(24), isShort: true },
  // https://liveblocks.io/docs/authentication; `pk_` are public
  {
    id: 'liveblocks_key',
    title: 'a Liveblocks secret key',
    names: ['liveblocks'],
    value: /sk_(?:prod|dev)_[\w-]{40,80}/,
    prefixes: ['sk_prod_', 'sk_dev_'],
    rest: /[\w-]{40,80}/,
    isShort: true,
  },
  // https://docs.n8n.io/api/authentication/; newer ones are JWTs
  { id: 'n8n_key', title: 'an n8n API key', prefixes: ['n8n_api_'], rest: hex(80) },
  // https://docs.omise.co/api-keys
  {
    id: 'omise_key',
    title: 'an Omise secret key',
    names: ['omise', 'opn payments'],
    value: /skey_(?:test_)?[0-9a-z]{19}/,
    prefixes: ['skey_test_', 'skey_'],
    rest: /(?=[a-z]{0,18}\d)[0-9a-z]{19}/,
  },
  // https://pangea.cloud/docs/admin-guide/tokens/
  { id: 'pangea_token', title: 'a Pangea token', prefixes: ['pts_'], rest: /[a-z2-7]{32}/ },
  // https://docs.pdfshift.io/
  {
    id: 'pdfshift_key',
    title: 'a PDFShift API key',
    names: ['pdfshift'],
    value: /(?:sk_)?[0-9a-f]{40}|[0-9a-f]{32}/,
    prefixes: ['sk_'],
    rest: hex(40),
    isShort: true,
  },
  // https://developer.personio.de/docs/getting-started-with-the-personio-api
  {
    id: 'personio_key',
    title: 'a Personio API secret',
    names: ['personio'],
    value: OPAQUE,
    prefixes: ['papi-'],
    rest: UUID,
  },
  // https://secure.phabricator.com/conduit/: of Phabricator and Phorge
  {
    id: 'phabricator_token',
    title: 'a Phabricator API token',
    names: ['phabricator', 'phorge'],
    value: /(?:api|cli)-[a-z0-9]{28}/,
    prefixes: ['api-', 'cli-'],
    rest: /(?=[a-z]{0,9}\d)(?=[a-z0-9]{0,9}\d[a-z0-9]{0,9}\d)[a-z0-9]{28}(?![\w-])/,
  },
  // https://pve.proxmox.com/wiki/Proxmox_VE_API#API_Tokens
  {
    id: 'proxmox_token',
    title: 'a Proxmox API token',
    names: ['proxmox', 'pveapitoken'],
    value: UUID,
    prefixes: ['PVEAPIToken=', 'PBSAPIToken='],
    rest: new RegExp(`[\\w.-]{1,32}@[\\w.-]{1,32}![\\w.-]{1,32}[=:]${UUID.source}`),
  },
  // https://docs.ragie.ai/reference/authentication
  { id: 'ragie_key', title: 'a Ragie API key', prefixes: ['tnt_'], rest: /[A-Za-z0-9]{11}_[A-Za-z0-9]{40,60}/ },
  // https://docs.rechargepayments.com/docs/recharge-api-key
  {
    id: 'recharge_token',
    title: 'a Recharge access token',
    names: ['recharge'],
    isWord: true,
    value: /(?:sk_(?:test_)?\d{1,2}x\d{1,2}_)?[0-9a-f]{56,64}/,
    prefixes: ['sk_1x1_', 'sk_1x3_', 'sk_2x2_', 'sk_3x3_', 'sk_5x5_', 'sk_10x10_', 'sk_test_1x1_', 'sk_test_2x2_'],
    rest: hex(64),
  },
  // https://docs.socket.dev/docs/api-keys
  { id: 'socket_token', title: 'a Socket API token', prefixes: ['sktsec_'], rest: /[\w-]{36,60}_api/ },
  // https://www.tigrisdata.com/docs/iam/manage-access-key/
  { id: 'tigris_key', title: 'a Tigris secret key', prefixes: ['tsec_'], rest: TAIL },
  // https://docs.tosspayments.com/reference/using-api/api-keys
  {
    id: 'toss_key',
    title: 'a Toss Payments secret key',
    prefixes: ['live_sk_', 'test_sk_', 'live_gsk_', 'test_gsk_'],
    rest: /[A-Za-z0-9]{24,40}/,
  },
  // https://turbot.com/pipes/docs/da-settings#tokens
  { id: 'turbot_token', title: 'a Turbot Pipes token', prefixes: ['tpt_', 'spt_'], rest: /[a-z0-9]{20}_[a-z0-9]{25}/ },
  // https://docs.getunleash.io/concepts/api-tokens-and-client-keys: project, environment and a hash
  {
    id: 'unleash_token',
    title: 'an Unleash API token',
    names: ['unleash'],
    isWord: true,
    value: /(?:\*|\[\]|[\w-]{1,64}):[\w*-]{1,32}\.[0-9a-f]{40,64}/,
    prefixes: ['*:', '[]:', 'default:'].flatMap((project) =>
      ['*.', 'production.', 'development.', 'staging.', 'test.'].map((environment) => project + environment),
    ),
    rest: /[0-9a-f]{40,64}/,
  },
];

export const prefixedSecrets: Family = productFamily('prefixed-secrets', PREFIXED_SECRETS);
