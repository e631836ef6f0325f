import type { Family } from '../../detector.js';
import { alnum, hex, OPAQUE, product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** What builds, tests, runs, watches and rolls out software, and who may sign in to it. */
export const deliveryToolsMore: Family = {
  name: 'products-delivery-tools-more',
  detectors: [
    // https://docs.lightstep.com
    product({ id: 'lightstep_key', title: 'a Lightstep key', names: ['lightstep', 'ls access'], value: OPAQUE }),
    // https://docs.logz.io
    product({ id: 'logzio_token', title: 'a Logz.io token', names: ['logzio', 'logz io'], value: OPAQUE }),
    // https://developers.onelogin.com/api-docs/2/getting-started/working-with-api-credentials
    product({ id: 'onelogin_key', title: 'a OneLogin secret', names: ['onelogin', 'one login'], value: OPAQUE }),
    // https://onshape-public.github.io/docs/auth/apikeys/
    product({ id: 'onshape_key', title: 'an Onshape key', names: ['onshape'], value: OPAQUE }),
    // https://github.com/eclipse/openvsx/wiki/Publishing-Extensions
    product({
      id: 'openvsx_token',
      title: 'an Open VSX token',
      names: ['ovsx', 'openvsx', 'open vsx'],
      value: UUID,
      prefixes: ['ovsxat_'],
      rest: UUID,
    }),
    // https://help.ovhcloud.com
    product({ id: 'ovh_key', title: 'an OVHcloud key', names: ['ovh', 'ovhcloud'], value: alnum(32) }),
    // https://packagecloud.io/docs/api
    product({
      id: 'packagecloud_token',
      title: 'a packagecloud token',
      names: ['packagecloud', 'package cloud'],
      value: hex(48),
    }),
    // https://docs.particle.io/reference/cloud-apis/access-tokens/
    product({ id: 'particle_token', title: 'a Particle token', names: ['particle'], isWord: true, value: hex(40) }),
    // https://www.browserstack.com/docs/percy/get-started/set-env-var
    product({
      id: 'percy_token',
      title: 'a Percy token',
      names: ['percy'],
      isWord: true,
      value: /(?:[a-z]{2,6}_)?[0-9a-f]{64}/,
    }),
    // https://docs.pingdom.com/api/
    product({ id: 'pingdom_token', title: 'a Pingdom token', names: ['pingdom'], value: OPAQUE }),
    // https://pipedream.com/docs/rest-api/auth
    product({ id: 'pipedream_key', title: 'a Pipedream key', names: ['pipedream'], value: OPAQUE }),
    // https://docs.portainer.io/api/access
    product({
      id: 'portainer_token',
      title: 'a Portainer token',
      names: ['portainer'],
      value: /ptr_[A-Za-z0-9+/]{40,46}={0,2}/,
    }),
    // https://developers.qase.io
    product({ id: 'qase_token', title: 'a Qase token', names: ['qase'], value: OPAQUE }),
    // https://www.qovery.com/docs
    product({ id: 'qovery_token', title: 'a Qovery token', names: ['qovery'], value: OPAQUE }),
    // https://www.cloudamqp.com/docs/api.html
    product({ id: 'cloudamqp_key', title: 'a CloudAMQP key', names: ['cloudamqp'], value: UUID }),
    // https://raygun.com/documentation/
    product({ id: 'raygun_key', title: 'a Raygun key', names: ['raygun'], value: OPAQUE }),
    // https://redis.io/docs/latest/operate/rc/api
    product({
      id: 'redis_cloud_key',
      title: 'a Redis Cloud key',
      names: ['redis cloud', 'rediscloud', 'redis enterprise'],
      value: OPAQUE,
    }),
    // https://docs.replit.com
    product({ id: 'replit_key', title: 'a Replit token', names: ['replit'], value: OPAQUE }),
    // https://docs.retool.com
    product({ id: 'retool_token', title: 'a Retool token', prefixes: ['retool_01'], rest: /[0-9a-hjkmnp-tv-z]{24}/ }),
    // https://api.blazemeter.com/api-monitoring/
    product({ id: 'runscope_token', title: 'a Runscope token', names: ['runscope'], value: OPAQUE }),
    // https://docs.saucelabs.com/dev/api/
    product({
      id: 'saucelabs_key',
      title: 'a Sauce Labs access key',
      names: ['saucelabs', 'sauce labs', 'sauce access'],
      value: OPAQUE,
    }),
    // https://docs.semaphore.io
    product({
      id: 'semaphore_token',
      title: 'a Semaphore token',
      names: ['semaphore ci', 'semaphoreci', 'semaphore api'],
      value: OPAQUE,
    }),
    // https://developer.shortcut.com/api/rest/v3
    product({
      id: 'shortcut_token',
      title: 'a Shortcut token',
      names: ['shortcut', 'clubhouse'],
      isWord: true,
      value: UUID,
    }),
    // https://sldn.softlayer.com/article/authenticating-softlayer-api/
    product({ id: 'softlayer_key', title: 'a SoftLayer key', names: ['softlayer'], value: hex(64) }),
    // https://docs.split.io/reference/authentication
    product({
      id: 'split_key',
      title: 'a Split key',
      names: ['split', 'splitio', 'split io'],
      isWord: true,
      value: OPAQUE,
    }),
    // https://docs.stackhawk.com/hawkscan/
    product({
      id: 'stackhawk_key',
      title: 'a StackHawk key',
      prefixes: ['hawk.'],
      rest: /[\w-]{20}\.[\w-]{20}(?![\w-])/,
    }),
    // https://developers.statuscake.com
    product({ id: 'statuscake_key', title: 'a StatusCake key', names: ['statuscake'], value: OPAQUE }),
    // https://developer.statuspage.io/#section/Authentication
    product({ id: 'statuspage_key', title: 'a Statuspage key', names: ['statuspage'], value: OPAQUE }),
    // https://support.smartbear.com/swaggerhub/docs
    product({ id: 'swaggerhub_key', title: 'a SwaggerHub key', names: ['swaggerhub'], value: UUID }),
    // https://webapi.teamviewer.com/api/v1/docs
    product({ id: 'teamviewer_token', title: 'a TeamViewer token', names: ['teamviewer'], value: OPAQUE }),
    // https://thingsboard.io/docs/user-guide/access-token/
    product({ id: 'thingsboard_token', title: 'a ThingsBoard token', names: ['thingsboard'], value: OPAQUE }),
    // https://trigger.dev/docs/apikeys
    product({
      id: 'trigger_key',
      title: 'a Trigger.dev key',
      prefixes: ['tr_dev_', 'tr_prod_', 'tr_stg_', 'tr_preview_', 'tr_pat_'],
      rest: /[A-Za-z0-9]{20,44}/,
    }),
    // https://www.truenas.com/docs
    product({
      id: 'truenas_key',
      title: 'a TrueNAS key',
      names: ['truenas', 'freenas'],
      value: /\d{1,4}-[A-Za-z0-9]{64}/,
    }),
    // https://www.unkey.com/docs/security/root-keys
    product({ id: 'unkey_key', title: 'an Unkey root key', prefixes: ['unkey_'], rest: /[A-Za-z0-9]{20,30}/ }),
    // https://developers.upcloud.com
    product({ id: 'upcloud_token', title: 'an UpCloud token', names: ['upcloud'], value: OPAQUE }),
    // https://uptimerobot.com/api/
    product({
      id: 'uptimerobot_key',
      title: 'an UptimeRobot key',
      names: ['uptimerobot', 'uptime robot'],
      value: /(?:ur|[um])\d{3,12}-[0-9a-z]{16,32}/,
    }),
    // https://docs.val.town/reference/api/
    product({ id: 'valtown_token', title: 'a Val Town token', prefixes: ['vtwn_'], rest: /[A-Za-z0-9]{24,48}/ }),
    // https://docs.vantage.sh
    product({ id: 'vantage_token', title: 'a Vantage token', prefixes: ['vntg_tkn_'], rest: hex(40) }),
    // https://zuplo.com/docs
    product({ id: 'zuplo_key', title: 'a Zuplo key', prefixes: ['zpka_'], rest: /[0-9a-f]{32}_[0-9a-f]{8}/ }),
  ],
};
