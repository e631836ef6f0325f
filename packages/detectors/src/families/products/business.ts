import type { Family } from '../../detector.js';
import { alnum, hex, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Customers, projects, books, shops, letters and payments. */
export const BUSINESS: readonly Product[] = [
  // https://developer.aircall.io/api-references/#authentication
  { id: 'aircall_token', title: 'an Aircall token', names: ['aircall'], value: hex(32) },
  // https://docs.attio.com/rest-api/guides/authentication
  { id: 'attio_token', title: 'an Attio token', names: ['attio'], value: hex(64) },
  // https://developers.canny.io/api-reference#authentication
  { id: 'canny_key', title: 'a Canny API key', names: ['canny'], isWord: true, alone: ['canny'], value: UUID },
  // https://developer.capsulecrm.com/v2/overview/authentication
  opaque('capsule_token', 'a Capsule token', 'capsulecrm', 'capsule crm'),
  // https://docs.maxio.com/
  opaque('chargify_key', 'a Chargify (Maxio) key', 'chargify'),
  // https://developer.chatwork.com/docs
  { id: 'chatwork_token', title: 'a Chatwork API token', names: ['chatwork'], value: hex(32) },
  // https://docs.clickatell.com/channels/sms-channels/
  opaque('clickatell_key', 'a Clickatell API key', 'clickatell'),
  // https://docs.api.cliniko.com/guides/authentication
  opaque('cliniko_key', 'a Cliniko API key', 'cliniko'),
  // https://docs.cronofy.com/developers/authentication/
  opaque('cronofy_key', 'a Cronofy secret', 'cronofy'),
  // https://developer.dhl.com/documentation
  { id: 'dhl_key', title: 'a DHL API key', names: ['dhl'], value: /[A-Za-z0-9]{32}|[A-Za-z0-9]{16}/ },
  // https://developer.dotdigital.com/reference/authentication
  opaque('dotdigital_key', 'a Dotdigital password', 'dotdigital', 'dotmailer'),
  // https://developers.hellosign.com/api/reference/authentication/
  { id: 'dropboxsign_key', title: 'a Dropbox Sign API key', names: ['hellosign', 'dropbox sign'], value: hex(64) },
  // https://developer.fedex.com/api/en-us/guides/api-reference.html
  { id: 'fedex_key', title: 'a FedEx secret key', names: ['fedex'], value: hex(32) },
  // https://fivetran.com/docs/rest-api/getting-started
  { id: 'fivetran_key', title: 'a Fivetran API secret', names: ['fivetran'], value: /[A-Za-z0-9]{32}/ },
  // https://developers.gorgias.com/reference/authentication
  { id: 'gorgias_key', title: 'a Gorgias API key', names: ['gorgias'], value: hex(64) },
  // https://help.getharvest.com/api-v2/authentication-api/authentication/authentication/
  {
    id: 'harvest_token',
    title: 'a Harvest access token',
    names: ['harvest', 'getharvest'],
    isWord: true,
    alone: ['harvest'],
    value: /\d{5,8}\.(?:pt|at)\.[\w-]{60,120}/,
  },
  // https://help.hotjar.com/hc/en-us/articles/36819972014225-Hotjar-API-Reference
  opaque('hotjar_key', 'a Hotjar client secret', 'hotjar'),
  // https://hygraph.com/docs/api-reference/basics/authorization
  opaque('hygraph_token', 'a Hygraph token', 'hygraph', 'graphcms'),
  // https://imagekit.io/docs/api-reference
  { id: 'imagekit_key', title: 'an ImageKit private key', names: ['imagekit'], value: /private_[A-Za-z0-9+/]{27}=/ },
  // https://api.iterable.com/api/docs
  { id: 'iterable_key', title: 'an Iterable API key', names: ['iterable'], isWord: true, value: hex(32) },
  // https://kintone.dev/en/docs/kintone/rest-api/kintone-rest-api-overview/#authentication
  { id: 'kintone_token', title: 'a kintone API token', names: ['kintone', 'cybozu'], value: /[A-Za-z0-9]{40}/ },
  // https://support.klipfolio.com/hc/en-us/articles/360045852734
  { id: 'klipfolio_key', title: 'a Klipfolio API key', names: ['klipfolio'], value: hex(40) },
  // https://developers.lexware.io/docs/#authentication
  { id: 'lexoffice_key', title: 'a lexoffice API key', names: ['lexoffice', 'lexware'], value: UUID },
  // https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_4247226131.html
  { id: 'netsuite_token', title: 'a NetSuite token secret', names: ['netsuite'], value: hex(64) },
  // https://api-docs.omnisend.com/reference/authentication
  { id: 'omnisend_key', title: 'an Omnisend API key', names: ['omnisend'], value: /[0-9a-f]{24}-[A-Za-z0-9]{50}/ },
  // https://developer.onepagecrm.com/
  opaque('onepagecrm_key', 'a OnePageCRM key', 'onepagecrm'),
  // https://docs.onfleet.com/reference/authentication
  { id: 'onfleet_key', title: 'an Onfleet API key', names: ['onfleet'], value: hex(32) },
  // https://help.ortto.com/developer/latest/
  opaque('ortto_key', 'an Ortto key', 'ortto', 'autopilothq'),
  // https://paperform.readme.io/
  opaque('paperform_key', 'a Paperform key', 'paperform'),
  // https://developers.paymongo.com/docs/authentication
  opaque('paymongo_key', 'a PayMongo secret key', 'paymongo'),
  // https://www.pivotaltracker.com/help/api
  { id: 'pivotaltracker_token', title: 'a Pivotal Tracker token', names: ['pivotal tracker'], value: hex(32) },
  // https://developers.podio.com/authentication
  { id: 'podio_key', title: 'a Podio client secret', names: ['podio'], value: /[A-Za-z0-9]{64}/ },
  // https://developers.printful.com/docs/#section/Authentication
  opaque('printful_token', 'a Printful token', 'printful', 'printify'),
  // https://help.prodpad.com/article/759-prodpads-api
  { id: 'prodpad_key', title: 'a ProdPad API key', names: ['prodpad'], value: hex(64) },
  // https://docs.qonto.com/get-started/business-api/authentication/api-key
  { id: 'qonto_key', title: 'a Qonto secret key', names: ['qonto'], value: hex(32) },
  // https://webservice.rakuten.co.jp/guide
  opaque('rakuten_key', 'a Rakuten secret', 'rakuten'),
  // https://developer.revolut.com/docs/merchant/merchant-api
  { id: 'revolut_key', title: 'a Revolut API key', names: ['revolut'], value: /sk_[\w-]{64}/ },
  // https://support.route4me.com/
  { id: 'route4me_key', title: 'a Route4Me API key', names: ['route4me'], value: /[0-9A-F]{32}/ },
  // https://developer.salesloft.com/docs/platform/api-basics/api-key-authentication/
  opaque('salesloft_key', 'a Salesloft key', 'salesloft'),
  // https://api.sellsy.com/doc/v2/
  opaque('sellsy_key', 'a Sellsy secret', 'sellsy'),
  // https://api.sendcloud.dev/docs/sendcloud-public-api/authentication
  { id: 'sendcloud_key', title: 'a Sendcloud secret key', names: ['sendcloud'], value: hex(32) },
  // https://sendpulse.com/integrations/api
  { id: 'sendpulse_key', title: 'a SendPulse API secret', names: ['sendpulse'], value: hex(32) },
  // https://api.sevdesk.de/#section/Authentication-and-Authorization
  { id: 'sevdesk_token', title: 'a sevdesk API token', names: ['sevdesk'], value: hex(32) },
  // https://www.shipengine.com/docs/auth/
  { id: 'shipengine_key', title: 'a ShipEngine API key', names: ['shipengine'], value: /(?:TEST_)?[A-Za-z0-9+/]{43}/ },
  // https://developers.slite.com/
  {
    id: 'slite_key',
    title: 'a Slite API key',
    names: ['slite'],
    value: /(?:eu|us|[a-z]{2})-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
  },
  // https://docs.snipcart.com/v3/api-reference/authentication
  opaque('snipcart_key', 'a Snipcart secret key', 'snipcart'),
  // https://developer.sumup.com/tools/authorization/api-keys
  { id: 'sumup_key', title: 'a SumUp API key', names: ['sumup'], value: /sup_sk_[A-Za-z0-9]{32}/ },
  // https://docs.teachable.com/
  opaque('teachable_key', 'a Teachable API key', 'teachable'),
  // https://docs.textmagic.com/
  opaque('textmagic_key', 'a Textmagic API key', 'textmagic'),
  // https://developers.weixin.qq.com/doc/offiaccount/en/Basic_Information/Get_access_token.html
  { id: 'wechat_key', title: 'a WeChat app secret', names: ['wechat', 'weixin'], value: hex(32) },
  // https://developer.worldpay.com/products/access/get-started
  opaque('worldpay_password', 'a Worldpay password', 'worldpay'),
  // https://developers.wrike.com/oauth-20-authorization/
  opaque('wrike_token', 'a Wrike token', 'wrike'),
  // https://developers.yousign.com/docs/set-up-a-workspace
  opaque('yousign_key', 'a Yousign API key', 'yousign'),
  // https://developers.zenhub.com/
  {
    id: 'zenhub_key',
    title: 'a Zenhub API key',
    names: ['zenhub'],
    value: /zh_[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{64}/,
  },
  // https://developer.zuora.com/docs/guides/authentication/
  opaque('zuora_key', 'a Zuora client secret', 'zuora'),
  // https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
  opaque('quickbooks_key', 'a QuickBooks secret', 'quickbooks', 'intuit'),
  // https://docs.ramp.com: the id of a client begins with `ramp_id_`
  { id: 'ramp_key', title: 'a Ramp client secret', prefixes: ['ramp_sec_'], rest: /[A-Za-z0-9]{32,64}/ },
  // https://recurly.com/developers/api/
  opaque('recurly_key', 'a Recurly key', 'recurly'),
  // https://www.revenuecat.com/docs/projects/authentication: `appl_`, `goog_` and the like are public
  {
    id: 'revenuecat_key',
    title: 'a RevenueCat secret key',
    names: ['revenuecat', 'revenue cat'],
    value: OPAQUE,
    prefixes: ['sk_', 'atk_'],
    rest: alnum(30),
    isShort: true,
  },
];

export const productsBusiness: Family = productFamily('products-business', BUSINESS);
