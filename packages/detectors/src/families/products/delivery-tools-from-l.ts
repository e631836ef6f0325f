import type { Family } from '../../detector.js';
import { alnum, hex, OPAQUE, opaque, productFamily, TAIL, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** What builds, tests, runs, watches and rolls out software, and who may sign in to it. */
export const DELIVERY_TOOLS_FROM_L: readonly Product[] = [
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
  {
    id: 'packagecloud_token',
    title: 'a packagecloud token',
    names: ['packagecloud', 'package cloud'],
    value: hex(48),
  },
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
  {
    id: 'shortcut_token',
    title: 'a Shortcut token',
    names: ['shortcut', 'clubhouse'],
    isWord: true,
    value: UUID,
  },
  // https://sldn.softlayer.com/article/authenticating-softlayer-api/
  { id: 'softlayer_key', title: 'a SoftLayer key', names: ['softlayer'], value: hex(64) },
  // https://docs.split.io/reference/authentication
  {
    id: 'split_key',
    title: 'a Split key',
    names: ['split', 'splitio'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.stackhawk.com/hawkscan/
  {
    id: 'stackhawk_key',
    title: 'a StackHawk key',
    prefixes: ['hawk.'],
    rest: /[\w-]{20}\.[\w-]{20}(?![\w-])/,
  },
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
  {
    id: 'truenas_key',
    title: 'a TrueNAS key',
    names: ['truenas', 'freenas'],
    value: /\d{1,4}-[A-Za-z0-9]{64}/,
  },
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

export const productsDeliveryFromL: Family = productFamily('products-delivery-from-l', DELIVERY_TOOLS_FROM_L);
