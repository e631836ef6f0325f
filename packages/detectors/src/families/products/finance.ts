import type { Family } from '../../detector.js';
import { alnum, oneOf, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

export const FINANCE: readonly Product[] = [
  // https://docs.alpaca.markets/docs/authentication
  { id: 'alpaca_key', title: 'an Alpaca secret key', names: ['alpaca', 'apca'], isWord: true, value: OPAQUE },
  // https://www.alphavantage.co/documentation/
  { id: 'alphavantage_key', title: 'an Alpha Vantage API key', names: ['alpha vantage'], value: /[A-Z0-9]{16}/ },
  // https://docs.asaas.com/docs/padr%C3%A3o-de-chave-com-e-clientes-php
  {
    id: 'asaas_key',
    title: 'an Asaas API key',
    names: ['asaas'],
    value: OPAQUE,
    prefixes: ['$aact_'],
    rest: /[A-Za-z0-9_]{30,400}(?:={1,2}|::[A-Za-z0-9+/=:_-]{20,400})?/,
  },
  // https://developer.avalara.com/avatax/authentication-in-rest/
  { id: 'avalara_key', title: 'an Avalara licence key', names: ['avalara', 'avatax'], value: /[0-9A-F]{16}/ },
  // https://developers.baremetrics.com/reference/authentication
  { id: 'baremetrics_key', title: 'a Baremetrics API key', names: ['baremetrics'], value: OPAQUE },
  // https://www.billplz.com/api#authentication
  opaque('billplz_key', 'a Billplz secret key', 'billplz'),
  // https://developers.bitgo.com/docs/get-started-access-tokens
  {
    id: 'bitgo_token',
    title: 'a BitGo access token',
    names: ['bitgo'],
    value: OPAQUE,
    prefixes: ['v2x'],
    rest: /[0-9a-f]{64}/,
  },
  // https://www.bitmex.com/app/apiKeysUsage
  opaque('bitmex_key', 'a BitMEX API secret', 'bitmex'),
  // https://www.blockchain.com/explorer/api
  {
    id: 'blockchain_key',
    title: 'a Blockchain.com API key',
    names: ['blockchain', 'blockchain info', 'blockchain com'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.blockfrost.io/#section/Authentication
  {
    id: 'blockfrost_key',
    title: 'a Blockfrost project key',
    prefixes: ['mainnet', 'preprod', 'testnet'],
    rest: alnum(32),
    isShort: true,
    names: ['blockfrost'],
    value: OPAQUE,
  },
  // https://bybit-exchange.github.io/docs/v5/guide#authentication
  { id: 'bybit_key', title: 'a Bybit API key', names: ['bybit'], value: oneOf(alnum(36), alnum(18)) },
  // https://apidocs.chargebee.com/docs/api/auth
  {
    id: 'chargebee_key',
    title: 'a Chargebee API key',
    prefixes: ['live_', 'test_'],
    rest: /(?![0-9a-f]{31})[A-Za-z0-9]{31,40}/,
    isShort: true,
    names: ['chargebee'],
    value: OPAQUE,
  },
  // https://dev.chartmogul.com/docs/authentication
  opaque('chartmogul_key', 'a ChartMogul API key', 'chartmogul'),
  // https://www.checkout.com/docs/developer-resources/api/manage-api-keys/api-keys
  {
    id: 'checkoutcom_key',
    title: 'a Checkout.com secret key',
    prefixes: ['sk_sbox_', 'sk_'],
    rest: /[a-z2-7]{26}(?:[a-z2-7]|[*#$=])/,
  },
  // https://docs.coinapi.io/market-data/authentication
  opaque('coinapi_key', 'a CoinAPI key', 'coinapi'),
  // https://docs.coingecko.com/reference/authentication
  {
    id: 'coingecko_key',
    title: 'a CoinGecko API key',
    prefixes: ['CG-'],
    rest: alnum(24),
    isShort: true,
    names: ['coingecko', 'x cg demo', 'x cg pro'],
    value: /CG-[A-Za-z0-9]{24}/,
  },
  // https://coinmarketcap.com/api/documentation/v1/#section/Authentication
  opaque('coinmarketcap_key', 'a CoinMarketCap API key', 'coinmarketcap', 'cmc pro api'),
  // https://currencylayer.com/documentation
  opaque('currencylayer_key', 'a Currencylayer access key', 'currencylayer'),
  // https://databento.com/docs/api-reference-historical/basics/authentication
  {
    id: 'databento_key',
    title: 'a Databento API key',
    prefixes: ['db-'],
    rest: alnum(29),
    isShort: true,
    names: ['databento'],
    value: /db-[A-Za-z0-9]{29}/,
  },
  // https://docs.dune.com/api-reference/overview/authentication
  { id: 'dune_key', title: 'a Dune API key', names: ['dune', 'dune analytics'], isWord: true, value: OPAQUE },
  // https://developers.dwolla.com/docs/auth
  opaque('dwolla_key', 'a Dwolla client secret', 'dwolla'),
  // https://eodhd.com/financial-apis/quick-start-with-our-financial-data-apis
  { id: 'eodhd_key', title: 'an EODHD API token', names: ['eodhd'], value: OPAQUE },
  // https://www.exchangerate-api.com/docs/authentication
  opaque('exchangerate_key', 'an ExchangeRate-API key', 'exchangerate'),
  // https://site.financialmodelingprep.com/developer/docs
  opaque('fmp_key', 'a Financial Modeling Prep API key', 'financial modeling prep', 'fmp api'),
  // https://finage.co.uk/docs/api
  { id: 'finage_key', title: 'a Finage API key', names: ['finage'], value: OPAQUE },
  // https://fixer.io/documentation
  { id: 'fixer_key', title: 'a Fixer access key', names: ['fixer', 'fixer io'], isWord: true, value: OPAQUE },
  // https://docs.highnote.com/
  { id: 'highnote_key', title: 'a Highnote API key', names: ['highnote'], value: OPAQUE },
  // https://iexcloud.io/docs/
  { id: 'iexcloud_key', title: 'an IEX Cloud token', names: ['iex', 'iex cloud'], isWord: true, value: OPAQUE },
  // https://docs.intrinio.com/documentation/api_v2/authentication
  opaque('intrinio_key', 'an Intrinio API key', 'intrinio'),
  // https://docs.klarna.com/api/authentication/
  {
    id: 'klarna_key',
    title: 'a Klarna API key',
    names: ['klarna'],
    value: OPAQUE,
    prefixes: ['klarna_live_api_', 'klarna_test_api_'],
    rest: /[A-Za-z0-9_-]{20,400}={0,2}/,
  },
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
  { id: 'midtrans_key', title: 'a Midtrans server key', prefixes: ['Mid-server-'], rest: /[\w-]{20,40}(?![\w-])/ },
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
    prefixes: ['api_live.', 'api_sandbox.', 'api_live_us.', 'api_live_ca.', 'api_live_eu.'],
    rest: /[\w-]{6,20}\.[\w-]{20,64}/,
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
  { id: 'polygon_key', title: 'a Polygon.io key', names: ['polygon', 'polygon io'], isWord: true, value: OPAQUE },
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

export const productsFinance: Family = productFamily('products-finance', FINANCE);
