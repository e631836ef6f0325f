import type { Family } from '../../detector.js';
import { OPAQUE, product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Payment, accounts, taxes, rates and who a customer is. */
export const financeMore: Family = {
  name: 'products-finance-more',
  detectors: [
    // https://marketstack.com/documentation
    product({ id: 'marketstack_key', title: 'a Marketstack key', names: ['marketstack'], value: OPAQUE }),
    // https://docs.mercury.com/reference
    product({
      id: 'mercury_token',
      title: 'a Mercury token',
      prefixes: ['secret-token:mercury_'],
      rest: /[a-z]{2,12}_[a-z]{2,6}_[\w-]{20,80}/,
    }),
    // https://docs.midtrans.com
    product({
      id: 'midtrans_key',
      title: 'a Midtrans server key',
      prefixes: ['Mid-server-'],
      rest: /[\w-]{20,40}(?![\w-])/,
    }),
    // https://docs.moderntreasury.com
    product({ id: 'moderntreasury_key', title: 'a Modern Treasury key', names: ['modern treasury'], value: OPAQUE }),
    // https://docs.data.nasdaq.com
    product({ id: 'nasdaq_key', title: 'a Nasdaq Data Link key', names: ['nasdaq', 'quandl'], value: OPAQUE }),
    // https://developer.oanda.com/rest-live-v20/authentication/
    product({ id: 'oanda_token', title: 'an OANDA token', names: ['oanda'], value: OPAQUE }),
    // https://documentation.onfido.com/api/latest/#authentication
    product({
      id: 'onfido_token',
      title: 'an Onfido token',
      names: ['onfido'],
      value: /api_(?:live|sandbox)(?:_[a-z]{2})?\.[\w-]{6,20}\.[\w-]{20,64}/,
    }),
    // https://docs.openexchangerates.org/reference/authentication
    product({
      id: 'openexchangerates_key',
      title: 'an Open Exchange Rates app id',
      names: ['open exchange rates', 'oxr app'],
      value: OPAQUE,
    }),
    // https://docs.withorb.com/api-reference
    product({ id: 'orb_key', title: 'an Orb key', names: ['orb'], isWord: true, value: OPAQUE }),
    // https://docs.withpersona.com/api-keys
    product({
      id: 'persona_key',
      title: 'a Persona API key',
      prefixes: ['persona_production_', 'persona_sandbox_'],
      rest: /[A-Za-z0-9-]{24,80}/,
    }),
    // https://polygon.io/docs/rest/quickstart
    product({
      id: 'polygon_key',
      title: 'a Polygon.io key',
      names: ['polygon', 'polygon io'],
      isWord: true,
      value: OPAQUE,
    }),
    // https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
    product({ id: 'quickbooks_key', title: 'a QuickBooks secret', names: ['quickbooks', 'intuit'], value: OPAQUE }),
    // https://docs.ramp.com: the id of a client begins with `ramp_id_`
    product({ id: 'ramp_key', title: 'a Ramp client secret', prefixes: ['ramp_sec_'], rest: /[A-Za-z0-9]{32,64}/ }),
    // https://recurly.com/developers/api/
    product({ id: 'recurly_key', title: 'a Recurly key', names: ['recurly'], value: OPAQUE }),
    // https://www.revenuecat.com/docs/projects/authentication: `appl_`, `goog_` and the like are public
    product({
      id: 'revenuecat_key',
      title: 'a RevenueCat secret key',
      names: ['revenuecat', 'revenue cat'],
      value: OPAQUE,
    }),
    // https://stytch.com/docs/api/authentication
    product({
      id: 'stytch_key',
      title: 'a Stytch secret',
      prefixes: ['secret-live-', 'secret-test-'],
      rest: /[\w-]{26,64}={0,2}(?![\w=-])/,
    }),
    // https://developers.taxjar.com/api/reference/#authentication
    product({ id: 'taxjar_token', title: 'a TaxJar token', names: ['taxjar'], value: OPAQUE }),
    // https://devdocs.veriff.com
    product({ id: 'veriff_key', title: 'a Veriff shared secret', names: ['veriff'], value: OPAQUE }),
    // https://docs.wise.com/api-docs
    product({ id: 'wise_token', title: 'a Wise token', names: ['wise', 'transferwise'], isWord: true, value: UUID }),
    // https://developer.xero.com/documentation/guides/oauth2/auth-flow
    product({ id: 'xero_key', title: 'a Xero secret', names: ['xero'], value: OPAQUE }),
    // https://api.ynab.com/#authentication
    product({ id: 'ynab_token', title: 'a YNAB token', names: ['ynab'], value: OPAQUE }),
  ],
};
