import type { Family } from '../../detector.js';
import { hex, opaque, productFamily, OPAQUE, TAIL, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** What builds, tests, watches and rolls out software. */
export const DELIVERY_TOOLS: readonly Product[] = [
  // https://apidocs.aikido.dev/reference/authorization
  {
    id: 'aikido_key',
    title: 'an Aikido secret',
    names: ['aikido', 'aik api'],
    value: OPAQUE,
    prefixes: ['AIK_SECRET_'],
    rest: TAIL,
  },
  // https://docs.airbrake.io/docs/devops-tools/api/
  { ...opaque('airbrake_key', 'an Airbrake key', 'airbrake'), alone: [] },
  // https://cloud.google.com/apigee/docs/api-platform/security/api-keys
  opaque('apigee_key', 'an Apigee key', 'apigee'),
  // https://www.apollographql.com/docs/graphos/platform/access-management/api-keys/graph-api-keys
  {
    id: 'apollo_key',
    title: 'an Apollo GraphOS API key',
    prefixes: ['service:', 'user:gh.'],
    rest: /[\w.-]{2,64}:(?=[\w-]{0,20}\d)(?=[\w-]{0,20}[A-Z])[\w-]{22}(?![\w-])/,
    names: ['apollo', 'apollo graph'],
    isWord: true,
    value: /(?:service|user):[\w.-]{2,64}:[\w-]{20,64}/,
  },
  // https://docs.appdynamics.com/
  opaque('appdynamics_key', 'an AppDynamics access key', 'appdynamics'),
  // https://docs.appetize.io/rest-api/authentication
  {
    id: 'appetize_token',
    title: 'an Appetize API token',
    names: ['appetize'],
    value: OPAQUE,
    prefixes: ['tok_'],
    rest: /[a-z0-9]{26}/,
  },
  // https://docs.appsmith.com/getting-started/setup/environment-variables
  opaque('appsmith_key', 'an Appsmith secret', 'appsmith'),
  // https://betterstack.com/docs/uptime/api/getting-started-with-uptime-api/
  opaque('betterstack_token', 'a Better Stack token', 'better stack', 'betteruptime', 'better uptime', 'logtail'),
  // https://docs.bitrise.io/en/bitrise-ci/api/authenticating-with-the-bitrise-api.html
  opaque('bitrise_token', 'a Bitrise token', 'bitrise'),
  // https://help.blazemeter.com/docs/guide/api-blazemeter-api-keys.html
  opaque('blazemeter_key', 'a BlazeMeter API key', 'blazemeter'),
  // https://www.browserstack.com/docs/automate/selenium/getting-started
  opaque('browserstack_key', 'a BrowserStack access key', 'browserstack'),
  // https://buddy.works/docs/api/getting-started/oauth2/personal-access-token
  { id: 'buddy_token', title: 'a Buddy access token', names: ['buddy'], isWord: true, value: OPAQUE },
  // https://docs.bugsnag.com/api/error-reporting/
  { ...opaque('bugsnag_key', 'a Bugsnag key', 'bugsnag'), alone: [] },
  // https://feedback.checklyhq.com/changelog/introducing-service-api-keys
  {
    id: 'checkly_key',
    title: 'a Checkly API key',
    names: ['checkly'],
    value: OPAQUE,
    prefixes: ['cu_', 'sv_'],
    rest: hex(32),
  },
  // https://help.cloudsmith.io/docs/api-key
  opaque('cloudsmith_key', 'a Cloudsmith API key', 'cloudsmith'),
  // https://docs.codeclimate.com/docs/configuring-test-coverage
  opaque('codeclimate_token', 'a Code Climate token', 'code climate', 'cc test reporter'),
  // https://docs.cloudbees.com/docs/cloudbees-codeship/latest/api-overview/
  opaque('codeship_key', 'a CodeShip key', 'codeship'),
  // https://support.crowdin.com/account-settings/#api
  opaque('crowdin_token', 'a Crowdin access token', 'crowdin'),
  // https://docs.cypress.io/cloud/account-management/projects#Record-keys
  {
    id: 'cypress_key',
    title: 'a Cypress record key',
    names: ['cypress record'],
    value: UUID,
  },
  // https://docs.datafold.com/
  opaque('datafold_key', 'a Datafold API key', 'datafold'),
  // https://docs.dependencytrack.org/integrations/rest-api/
  {
    id: 'dependencytrack_key',
    title: 'a Dependency-Track API key',
    names: ['dependency track', 'dtrack'],
    value: OPAQUE,
    prefixes: ['odt_'],
    rest: /[A-Za-z0-9]{32}|[A-Za-z0-9]{8}_[A-Za-z0-9]{32}/,
  },
  // https://developer.detectify.com/#section/Authentication
  opaque('detectify_key', 'a Detectify API key', 'detectify'),
  // https://docs.devcycle.com/essentials/keys
  {
    id: 'devcycle_key',
    title: 'a DevCycle server SDK key',
    names: ['devcycle'],
    value: OPAQUE,
    prefixes: ['dvc_server_'],
    rest: TAIL,
  },
  // https://docs.expo.dev/accounts/programmatic-access/
  {
    id: 'expo_token',
    title: 'an Expo access token',
    names: ['expo token'],
    isWord: true,
    alone: ['expo'],
    value: OPAQUE,
  },
  // https://gitbook.com/docs/developers/gitbook-api/authentication
  {
    id: 'gitbook_token',
    title: 'a GitBook API token',
    names: ['gitbook'],
    value: OPAQUE,
    prefixes: ['gb_api_'],
    rest: TAIL,
  },
  // https://docs.gitguardian.com/api-docs/authentication
  opaque('gitguardian_key', 'a GitGuardian API key', 'gitguardian'),
  // https://api.hackerone.com/getting-started-hacker-api/
  opaque('hackerone_token', 'a HackerOne API token', 'hackerone'),
  // https://healthchecks.io/docs/api/
  opaque('healthchecks_key', 'a Healthchecks API key', 'healthchecks io', 'healthchecks api'),
  // https://docs.honeybadger.io/api/#authentication
  {
    id: 'honeybadger_key',
    title: 'a Honeybadger key',
    names: ['honeybadger'],
    value: OPAQUE,
    prefixes: ['hbp_'],
    rest: TAIL,
  },
  // https://www.inngest.com/docs/platform/signing-keys
  {
    id: 'inngest_key',
    title: 'an Inngest signing key',
    names: ['inngest'],
    value: OPAQUE,
    prefixes: ['signkey-'],
    rest: /(?:[a-z]{2,10}-)?[0-9a-f]{64}/,
  },
  // https://docs.instabug.com/
  { ...opaque('instabug_token', 'an Instabug token', 'instabug', 'luciq'), alone: [] },
  // https://ionic.io/docs/appflow/personal-access-tokens
  {
    id: 'ionic_token',
    title: 'an Ionic access token',
    prefixes: ['ion_'],
    rest: /[A-Za-z0-9]{40,44}/,
    isShort: true,
    names: ['ionic'],
    isWord: true,
    value: OPAQUE,
  },
  // https://keygen.sh/docs/api/authentication/
  {
    id: 'keygen_token',
    title: 'a Keygen token',
    names: ['keygen'],
    isWord: true,
    value: OPAQUE,
    prefixes: ['admin-', 'env-', 'prod-', 'user-', 'activ-'],
    rest: /[0-9a-f]{64}v3/,
  },
];

export const productsDelivery: Family = productFamily('products-delivery', DELIVERY_TOOLS);
