import type { Family } from '../../detector.js';
import { alnum, hex, OPAQUE, opaque, productFamily, TAIL, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Products that build, test, run, watch and roll out software, or say who may sign in to it. */
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
  { id: 'cypress_key', title: 'a Cypress record key', names: ['cypress record'], value: UUID },
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
  // https://docs.lightstep.com
  opaque('lightstep_key', 'a Lightstep key', 'lightstep', 'ls access'),
  // https://docs.logz.io
  opaque('logzio_token', 'a Logz.io token', 'logzio', 'logz io'),
  // https://developers.onelogin.com/api-docs/2/getting-started/working-with-api-credentials
  opaque('onelogin_key', 'a OneLogin secret', 'onelogin'),
  // https://onshape-public.github.io/docs/auth/apikeys/
  opaque('onshape_key', 'an Onshape key', 'onshape'),
  // https://github.com/eclipse/openvsx/wiki/Publishing-Extensions
  {
    id: 'openvsx_token',
    title: 'an Open VSX token',
    names: ['ovsx', 'openvsx', 'open vsx'],
    value: UUID,
    prefixes: ['ovsxat_'],
    rest: UUID,
  },
  // https://help.ovhcloud.com
  { id: 'ovh_key', title: 'an OVHcloud key', names: ['ovh', 'ovhcloud'], value: alnum(32) },
  // https://packagecloud.io/docs/api
  { id: 'packagecloud_token', title: 'a packagecloud token', names: ['packagecloud', 'package cloud'], value: hex(48) },
  // https://docs.particle.io/reference/cloud-apis/access-tokens/
  { id: 'particle_token', title: 'a Particle token', names: ['particle'], isWord: true, value: hex(40) },
  // https://www.browserstack.com/docs/percy/get-started/set-env-var
  {
    id: 'percy_token',
    title: 'a Percy token',
    names: ['percy'],
    isWord: true,
    alone: ['percy'],
    value: /(?:[a-z]{2,6}_)?[0-9a-f]{64}/,
  },
  // https://docs.pingdom.com/api/
  opaque('pingdom_token', 'a Pingdom token', 'pingdom'),
  // https://pipedream.com/docs/rest-api/auth
  opaque('pipedream_key', 'a Pipedream key', 'pipedream'),
  // https://docs.portainer.io/api/access
  {
    id: 'portainer_token',
    title: 'a Portainer token',
    prefixes: ['ptr_'],
    rest: /[A-Za-z0-9+/]{40,46}={0,2}/,
    isShort: true,
    names: ['portainer'],
    value: /ptr_[A-Za-z0-9+/]{40,46}={0,2}/,
  },
  // https://developers.qase.io
  opaque('qase_token', 'a Qase token', 'qase'),
  // https://www.qovery.com/docs
  {
    id: 'qovery_token',
    title: 'a Qovery token',
    names: ['qovery'],
    value: OPAQUE,
    prefixes: ['qov_'],
    rest: TAIL,
    isShort: true,
  },
  // https://www.cloudamqp.com/docs/api.html
  { id: 'cloudamqp_key', title: 'a CloudAMQP key', names: ['cloudamqp'], value: UUID },
  // https://raygun.com/documentation/
  { ...opaque('raygun_key', 'a Raygun key', 'raygun'), alone: [] },
  // https://redis.io/docs/latest/operate/rc/api
  opaque('redis_cloud_key', 'a Redis Cloud key', 'redis cloud', 'rediscloud', 'redis enterprise'),
  // https://docs.replit.com
  opaque('replit_key', 'a Replit token', 'replit'),
  // https://docs.retool.com
  { id: 'retool_token', title: 'a Retool token', prefixes: ['retool_01'], rest: /[0-9a-z]{24}/ },
  // https://api.blazemeter.com/api-monitoring/
  opaque('runscope_token', 'a Runscope token', 'runscope'),
  // https://docs.saucelabs.com/dev/api/
  opaque('saucelabs_key', 'a Sauce Labs access key', 'saucelabs', 'sauce labs', 'sauce access'),
  // https://docs.semaphore.io
  opaque('semaphore_token', 'a Semaphore token', 'semaphore ci', 'semaphoreci', 'semaphore api'),
  // https://developer.shortcut.com/api/rest/v3
  { id: 'shortcut_token', title: 'a Shortcut token', names: ['shortcut', 'clubhouse'], isWord: true, value: UUID },
  // https://sldn.softlayer.com/article/authenticating-softlayer-api/
  { id: 'softlayer_key', title: 'a SoftLayer key', names: ['softlayer'], value: hex(64) },
  // https://docs.split.io/reference/authentication
  { id: 'split_key', title: 'a Split key', names: ['split', 'splitio'], isWord: true, value: OPAQUE },
  // https://docs.stackhawk.com/hawkscan/
  { id: 'stackhawk_key', title: 'a StackHawk key', prefixes: ['hawk.'], rest: /[\w-]{20}\.[\w-]{20}(?![\w-])/ },
  // https://developers.statuscake.com
  opaque('statuscake_key', 'a StatusCake key', 'statuscake'),
  // https://developer.statuspage.io/#section/Authentication
  opaque('statuspage_key', 'a Statuspage key', 'statuspage'),
  // https://support.smartbear.com/swaggerhub/docs
  { id: 'swaggerhub_key', title: 'a SwaggerHub key', names: ['swaggerhub'], value: UUID },
  // https://webapi.teamviewer.com/api/v1/docs
  opaque('teamviewer_token', 'a TeamViewer token', 'teamviewer'),
  // https://thingsboard.io/docs/user-guide/access-token/
  opaque('thingsboard_token', 'a ThingsBoard token', 'thingsboard'),
  // https://trigger.dev/docs/apikeys
  {
    id: 'trigger_key',
    title: 'a Trigger.dev key',
    prefixes: ['tr_dev_', 'tr_prod_', 'tr_stg_', 'tr_preview_', 'tr_pat_'],
    rest: /[A-Za-z0-9]{20,44}/,
  },
  // https://www.truenas.com/docs
  { id: 'truenas_key', title: 'a TrueNAS key', names: ['truenas', 'freenas'], value: /\d{1,4}-[A-Za-z0-9]{64}/ },
  // https://www.unkey.com/docs/security/root-keys
  { id: 'unkey_key', title: 'an Unkey root key', prefixes: ['unkey_'], rest: /[A-Za-z0-9]{20,30}/ },
  // https://developers.upcloud.com
  opaque('upcloud_token', 'an UpCloud token', 'upcloud'),
  // https://uptimerobot.com/api/
  {
    id: 'uptimerobot_key',
    title: 'an UptimeRobot key',
    names: ['uptimerobot', 'uptime robot'],
    value: /(?:ur|[um])\d{3,12}-[0-9a-z]{16,32}/,
  },
  // https://docs.val.town/reference/api/
  { id: 'valtown_token', title: 'a Val Town token', prefixes: ['vtwn_'], rest: /[A-Za-z0-9]{24,48}/ },
  // https://docs.vantage.sh
  { id: 'vantage_token', title: 'a Vantage token', prefixes: ['vntg_tkn_'], rest: hex(40) },
  // https://zuplo.com/docs
  { id: 'zuplo_key', title: 'a Zuplo key', prefixes: ['zpka_'], rest: /[0-9a-f]{32}_[0-9a-f]{8}/ },
];

export const productsDelivery: Family = productFamily('products-delivery', DELIVERY_TOOLS);
