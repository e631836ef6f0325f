import type { Family } from '../../detector.js';
import { alnum, OPAQUE, product } from '../../rules/product.js';

/** Mail, messages, calls and campaigns. */
export const mailAndMessagesMore: Family = {
  name: 'products-mail-and-messages-more',
  detectors: [
    // https://docs.leadfeeder.com/api/
    product({ id: 'leadfeeder_key', title: 'a Leadfeeder token', names: ['leadfeeder'], value: OPAQUE }),
    // https://developer.lemlist.com
    product({ id: 'lemlist_key', title: 'a Lemlist key', names: ['lemlist'], value: OPAQUE }),
    // https://developers.line.biz/en/docs/basics/channel-access-token/
    product({
      id: 'line_token',
      title: 'a LINE channel secret or token',
      names: ['line channel', 'line'],
      isWord: true,
      value: /[0-9a-f]{32}|[A-Za-z0-9+/]{150,180}={0,2}/,
    }),
    // https://docs.livekit.io/home/get-started/authentication/: the key is an id
    product({ id: 'livekit_key', title: 'a LiveKit secret', names: ['livekit', 'live kit'], value: OPAQUE }),
    // https://mailboxlayer.com/documentation
    product({ id: 'mailboxlayer_key', title: 'a Mailboxlayer key', names: ['mailboxlayer'], value: OPAQUE }),
    // https://developers.mailerlite.com/docs/#authentication
    product({ id: 'mailerlite_key', title: 'a MailerLite key', names: ['mailerlite', 'mailer lite'], value: OPAQUE }),
    // https://docs.mailsac.com
    product({ id: 'mailsac_key', title: 'a Mailsac key', names: ['mailsac'], value: /k_[\w-]{20,80}/ }),
    // https://docs.mailtrap.io
    product({ id: 'mailtrap_token', title: 'a Mailtrap token', names: ['mailtrap'], value: OPAQUE }),
    // https://docs.moosend.com
    product({ id: 'moosend_key', title: 'a Moosend key', names: ['moosend'], value: OPAQUE }),
    // https://docs.novu.co/api-reference/authentication
    product({ id: 'novu_key', title: 'a Novu secret key', names: ['novu'], value: OPAQUE }),
    // https://developer.nylas.com/docs/v3/auth/
    product({
      id: 'nylas_key',
      title: 'a Nylas key',
      names: ['nylas'],
      value: OPAQUE,
      prefixes: ['nyk_v0_'],
      rest: alnum(64),
    }),
    // https://postageapp.com/help
    product({ id: 'postageapp_key', title: 'a PostageApp key', names: ['postageapp', 'postage app'], value: OPAQUE }),
    // https://docs.pushbullet.com/#authentication
    product({
      id: 'pushbullet_token',
      title: 'a Pushbullet token',
      names: ['pushbullet'],
      value: /o\.[A-Za-z0-9]{32}/,
    }),
    // https://pushover.net/api
    product({ id: 'pushover_key', title: 'a Pushover token', names: ['pushover'], value: /[a-z0-9]{30}/i }),
    // https://developers.ringcentral.com/guide/authentication
    product({
      id: 'ringcentral_key',
      title: 'a RingCentral secret',
      names: ['ringcentral', 'ring central'],
      value: OPAQUE,
    }),
    // https://developer.signalwire.com
    product({
      id: 'signalwire_token',
      title: 'a SignalWire token',
      names: ['signalwire', 'signal wire'],
      value: /(?:PT|PSK_)[0-9A-Za-z]{40,60}/,
    }),
    // https://developers.sinch.com/docs/sms/api-reference/
    product({ id: 'sinch_key', title: 'a Sinch secret', names: ['sinch'], value: OPAQUE }),
    // https://getstream.io/chat/docs/node/tokens_and_authentication/
    product({
      id: 'stream_key',
      title: 'a Stream secret',
      names: ['stream', 'getstream'],
      isWord: true,
      value: OPAQUE,
    }),
    // https://docs.svix.com/quickstart
    product({ id: 'svix_key', title: 'a Svix token', names: ['svix'], value: /(?:test)?sk_[\w.=-]{20,80}/ }),
    // https://developers.telnyx.com
    product({
      id: 'telnyx_key',
      title: 'a Telnyx key',
      names: ['telnyx'],
      value: /KEY[0-9A-F]{32}_[A-Za-z0-9]{22}/,
      prefixes: ['KEY01'],
      rest: /[0-9A-F]{30}_[A-Za-z0-9]{22}/,
    }),
    // https://developer.webex.com/docs/getting-started
    product({ id: 'webex_token', title: 'a Webex token', names: ['webex', 'ciscospark'], value: OPAQUE }),
    // https://zulip.com/api/api-keys
    product({ id: 'zulip_key', title: 'a Zulip key', names: ['zulip'], value: OPAQUE }),
  ],
};
