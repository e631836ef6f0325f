import type { Family } from '../../detector.js';
import { alnum, hex, oneOf, OPAQUE, opaque, productFamily, TAIL, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Mail, messages, forums, and what marketing sends and counts. */
export const MAIL_AND_MESSAGES: readonly Product[] = [
  // https://www.airship.com/docs/developer/rest-api/ua/introduction/
  {
    id: 'airship_key',
    title: 'an Airship master secret',
    names: ['airship', 'urban airship'],
    isWord: true,
    alone: ['urban airship', 'airship'],
    value: OPAQUE,
  },
  // https://docs.appcues.com/en_US/dev-api-data/
  { ...opaque('appcues_key', 'an Appcues API secret', 'appcues'), alone: [] },
  // https://docs.api.appfollow.io/
  opaque('appfollow_key', 'an AppFollow API secret', 'appfollow'),
  // https://dev.appsflyer.com/
  { ...opaque('appsflyer_key', 'an AppsFlyer token', 'appsflyer'), alone: [] },
  // https://www.ayrshare.com/docs/apis/overview
  opaque('ayrshare_key', 'an Ayrshare API key', 'ayrshare'),
  // https://www.braze.com/docs/api/basics
  { id: 'braze_key', title: 'a Braze API key', names: ['braze'], value: UUID },
  // https://www.campaignmonitor.com/api/v3-3/getting-started/
  opaque('campaignmonitor_key', 'a Campaign Monitor API key', 'campaign monitor'),
  // https://developers.clicksend.com/docs/#authentication
  {
    id: 'clicksend_key',
    title: 'a ClickSend API key',
    names: ['clicksend'],
    value: /[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/i,
  },
  // https://www.clockworksms.com/
  {
    id: 'clockwork_key',
    title: 'a Clockwork SMS API key',
    names: ['clockwork sms', 'clockwork'],
    isWord: true,
    value: hex(40),
  },
  // https://developers.kit.com/api-reference/authentication
  {
    id: 'kit_key',
    title: 'a Kit (ConvertKit) API key',
    prefixes: ['kit_'],
    rest: hex(32),
    isShort: true,
    names: ['convertkit'],
    value: OPAQUE,
  },
  // https://courier.com/docs/reference/authorization
  {
    id: 'courier_key',
    title: 'a Courier API key',
    names: ['courier'],
    isWord: true,
    value: OPAQUE,
    prefixes: ['pk_prod_', 'dk_prod_', 'dk_test_'],
    rest: TAIL,
  },
  // https://docs.crisp.chat/guides/rest-api/authentication/
  { id: 'crisp_key', title: 'a Crisp token key', names: ['crisp'], isWord: true, value: OPAQUE },
  // https://app.delighted.com/docs/api
  { id: 'delighted_key', title: 'a Delighted API key', names: ['delighted'], isWord: true, value: OPAQUE },
  // https://developers.dialpad.com/docs/authentication
  opaque('dialpad_key', 'a Dialpad API key', 'dialpad'),
  // https://meta.discourse.org/t/create-and-configure-an-api-key/230124
  opaque('discourse_key', 'a Discourse API key', 'discourse'),
  // https://disqus.com/api/docs/auth/
  { ...opaque('disqus_key', 'a Disqus secret key', 'disqus'), alone: [] },
  // https://devdocs.drift.com/docs/authentication-and-scopes
  { id: 'drift_token', title: 'a Drift access token', names: ['drift'], isWord: true, value: OPAQUE },
  // https://developer.drip.com/#authentication
  { id: 'drip_token', title: 'a Drip API token', names: ['drip', 'getdrip'], isWord: true, value: OPAQUE },
  // https://elasticemail.com/developers/api-documentation/rest-api
  opaque('elasticemail_key', 'an Elastic Email API key', 'elastic email'),
  // https://dev.frontapp.com/docs/api-tokens
  { id: 'front_token', title: 'a Front API token', names: ['front', 'front app'], isWord: true, value: OPAQUE },
  // https://apidocs.getresponse.com/v3/authentication
  opaque('getresponse_key', 'a GetResponse API key', 'getresponse'),
  // https://developer.hootsuite.com/docs/api-authentication
  opaque('hootsuite_key', 'a Hootsuite key', 'hootsuite'),
  // https://hunter.io/api-documentation/v2#authentication
  { id: 'hunter_key', title: 'a Hunter API key', names: ['hunter', 'hunter io'], isWord: true, value: OPAQUE },
  // https://www.infobip.com/docs/essentials/api-essentials/api-authentication
  opaque('infobip_key', 'an Infobip API key', 'infobip'),
  // https://developer.instantly.ai/getting-started/authorization
  { id: 'instantly_key', title: 'an Instantly API key', names: ['instantly'], isWord: true, value: OPAQUE },
  // https://docs.kickbox.com/docs/using-the-api
  {
    id: 'kickbox_key',
    title: 'a Kickbox API key',
    prefixes: ['live_', 'test_'],
    rest: hex(64),
    isShort: true,
    names: ['kickbox'],
    value: oneOf(/(?:live|test)_[0-9a-f]{64}/, alnum(64)),
  },
  // https://docs.knock.app/developer-tools/api-keys
  {
    id: 'knock_key',
    title: 'a Knock secret key',
    prefixes: ['sk_'],
    rest: /[\w-]{43}/,
    isShort: true,
    names: ['knock'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.leadfeeder.com/api/
  opaque('leadfeeder_key', 'a Leadfeeder token', 'leadfeeder'),
  // https://developer.lemlist.com
  opaque('lemlist_key', 'a Lemlist key', 'lemlist'),
  // https://developers.line.biz/en/docs/basics/channel-access-token/
  {
    id: 'line_token',
    title: 'a LINE channel secret or token',
    names: ['line channel', 'line'],
    isWord: true,
    alone: ['line'],
    value: /[0-9a-f]{32}|[A-Za-z0-9+/]{150,180}={0,2}/,
  },
  // https://docs.livekit.io/home/get-started/authentication/: the key is an id
  opaque('livekit_key', 'a LiveKit secret', 'livekit', 'live kit'),
  // https://mailboxlayer.com/documentation
  opaque('mailboxlayer_key', 'a Mailboxlayer key', 'mailboxlayer'),
  // https://developers.mailerlite.com/docs/#authentication
  opaque('mailerlite_key', 'a MailerLite key', 'mailerlite', 'mailer lite'),
  // https://docs.mailsac.com
  { id: 'mailsac_key', title: 'a Mailsac key', names: ['mailsac'], value: /k_[\w-]{20,80}/ },
  // https://docs.mailtrap.io
  opaque('mailtrap_token', 'a Mailtrap token', 'mailtrap'),
  // https://docs.moosend.com
  opaque('moosend_key', 'a Moosend key', 'moosend'),
  // https://docs.novu.co/api-reference/authentication
  opaque('novu_key', 'a Novu secret key', 'novu'),
  // https://developer.nylas.com/docs/v3/auth/
  { id: 'nylas_key', title: 'a Nylas key', names: ['nylas'], value: OPAQUE, prefixes: ['nyk_v0_'], rest: alnum(64) },
  // https://postageapp.com/help
  opaque('postageapp_key', 'a PostageApp key', 'postageapp', 'postage app'),
  // https://docs.pushbullet.com/#authentication
  { id: 'pushbullet_token', title: 'a Pushbullet token', names: ['pushbullet'], value: /o\.[A-Za-z0-9]{32}/ },
  // https://pushover.net/api
  { id: 'pushover_key', title: 'a Pushover token', names: ['pushover'], value: /[a-z0-9]{30}/i },
  // https://developers.ringcentral.com/guide/authentication
  opaque('ringcentral_key', 'a RingCentral secret', 'ringcentral', 'ring central'),
  // https://developer.signalwire.com
  {
    id: 'signalwire_token',
    title: 'a SignalWire token',
    prefixes: ['PSK_'],
    rest: /[A-Za-z0-9]{40,60}/,
    names: ['signalwire', 'signal wire'],
    value: /(?:PT|PSK_)[0-9A-Za-z]{40,60}/,
  },
  // https://developers.sinch.com/docs/sms/api-reference/
  opaque('sinch_key', 'a Sinch secret', 'sinch'),
  // https://developers.telnyx.com
  {
    id: 'telnyx_key',
    title: 'a Telnyx key',
    names: ['telnyx'],
    value: /KEY[0-9A-F]{32}_[A-Za-z0-9]{22}/,
    prefixes: ['KEY01'],
    rest: /[0-9A-F]{30}_[A-Za-z0-9]{22}/,
  },
  // https://developer.webex.com/docs/getting-started
  opaque('webex_token', 'a Webex token', 'webex', 'ciscospark'),
  // https://zulip.com/api/api-keys
  opaque('zulip_key', 'a Zulip key', 'zulip'),
];

export const productsMessages: Family = productFamily('products-messages', MAIL_AND_MESSAGES);
