import type { Family } from '../../detector.js';
import { OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Payment, accounts, taxes, rates and who a customer is. */
export const FINANCE_MORE: readonly Product[] = [
  // https://marketstack.com/documentation
  opaque('marketstack_key', 'a Marketstack key', 'marketstack'),
  // https://docs.mercury.com/reference
  {
    id: 'mercury_token',
    title: 'a Mercury token',
    prefixes: ['secret-token:mercury_'],
    rest: /[a-z]{2,12}_[a-z]{2,6}_[\w-]{20,80}/,
  },
  // https://docs.midtrans.com
  {
    id: 'midtrans_key',
    title: 'a Midtrans server key',
    prefixes: ['Mid-server-'],
    rest: /[\w-]{20,40}(?![\w-])/,
  },
  // https://docs.moderntreasury.com
  opaque('moderntreasury_key', 'a Modern Treasury key', 'modern treasury'),
  // https://docs.data.nasdaq.com
  opaque('nasdaq_key', 'a Nasdaq Data Link key', 'nasdaq', 'quandl'),
  // https://developer.oanda.com/rest-live-v20/authentication/
  opaque('oanda_token', 'an OANDA token', 'oanda'),
  // https://documentation.onfido.com/api/latest/#authentication
  {
    id: 'onfido_token',
    title: 'an Onfido token',
    names: ['onfido'],
    value: /api_(?:live|sandbox)(?:_[a-z]{2})?\.[\w-]{6,20}\.[\w-]{20,64}/,
  },
  // https://docs.openexchangerates.org/reference/authentication
  opaque('openexchangerates_key', 'an Open Exchange Rates app id', 'open exchange rates', 'oxr app'),
  // https://docs.withorb.com/api-reference
  { id: 'orb_key', title: 'an Orb key', names: ['orb'], isWord: true, value: OPAQUE },
  // https://docs.withpersona.com/api-keys
  {
    id: 'persona_key',
    title: 'a Persona API key',
    prefixes: ['persona_production_', 'persona_sandbox_'],
    rest: /[A-Za-z0-9-]{24,80}/,
  },
  // https://polygon.io/docs/rest/quickstart
  {
    id: 'polygon_key',
    title: 'a Polygon.io key',
    names: ['polygon', 'polygon io'],
    isWord: true,
    value: OPAQUE,
  },
  // https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
  opaque('quickbooks_key', 'a QuickBooks secret', 'quickbooks', 'intuit'),
  // https://docs.ramp.com: the id of a client begins with `ramp_id_`
  { id: 'ramp_key', title: 'a Ramp client secret', prefixes: ['ramp_sec_'], rest: /[A-Za-z0-9]{32,64}/ },
  // https://recurly.com/developers/api/
  opaque('recurly_key', 'a Recurly key', 'recurly'),
  // https://www.revenuecat.com/docs/projects/authentication: `appl_`, `goog_` and the like are public
  opaque('revenuecat_key', 'a RevenueCat secret key', 'revenuecat', 'revenue cat'),
  // https://stytch.com/docs/api/authentication
  {
    id: 'stytch_key',
    title: 'a Stytch secret',
    prefixes: ['secret-live-', 'secret-test-'],
    rest: /[\w-]{26,64}={0,2}(?![\w=-])/,
  },
  // https://developers.taxjar.com/api/reference/#authentication
  opaque('taxjar_token', 'a TaxJar token', 'taxjar'),
  // https://devdocs.veriff.com
  opaque('veriff_key', 'a Veriff shared secret', 'veriff'),
  // https://docs.wise.com/api-docs
  { id: 'wise_token', title: 'a Wise token', names: ['wise', 'transferwise'], isWord: true, value: UUID },
  // https://developer.xero.com/documentation/guides/oauth2/auth-flow
  opaque('xero_key', 'a Xero secret', 'xero'),
  // https://api.ynab.com/#authentication
  opaque('ynab_token', 'a YNAB token', 'ynab'),
];

export const productsFinanceMore: Family = productFamily('products-finance-more', FINANCE_MORE);
