import type { Family } from '../../detector.js';
import { alnum, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';

/** Mail, messages, calls and campaigns. */
export const MAIL_AND_MESSAGES_MORE: readonly Product[] = [
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
  {
    id: 'nylas_key',
    title: 'a Nylas key',
    names: ['nylas'],
    value: OPAQUE,
    prefixes: ['nyk_v0_'],
    rest: alnum(64),
  },
  // https://postageapp.com/help
  opaque('postageapp_key', 'a PostageApp key', 'postageapp', 'postage app'),
  // https://docs.pushbullet.com/#authentication
  {
    id: 'pushbullet_token',
    title: 'a Pushbullet token',
    names: ['pushbullet'],
    value: /o\.[A-Za-z0-9]{32}/,
  },
  // https://pushover.net/api
  { id: 'pushover_key', title: 'a Pushover token', names: ['pushover'], value: /[a-z0-9]{30}/i },
  // https://developers.ringcentral.com/guide/authentication
  opaque('ringcentral_key', 'a RingCentral secret', 'ringcentral', 'ring central'),
  // https://developer.signalwire.com
  {
    id: 'signalwire_token',
    title: 'a SignalWire token',
    names: ['signalwire', 'signal wire'],
    value: /(?:PT|PSK_)[0-9A-Za-z]{40,60}/,
  },
  // https://developers.sinch.com/docs/sms/api-reference/
  opaque('sinch_key', 'a Sinch secret', 'sinch'),
  // https://getstream.io/chat/docs/node/tokens_and_authentication/
  {
    id: 'stream_key',
    title: 'a Stream secret',
    names: ['stream', 'getstream'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.svix.com/quickstart
  { id: 'svix_key', title: 'a Svix token', names: ['svix'], value: /(?:test)?sk_[\w.=-]{20,80}/ },
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

export const productsMailAndMessagesMore: Family = productFamily(
  'products-mail-and-messages-more',
  MAIL_AND_MESSAGES_MORE,
);
