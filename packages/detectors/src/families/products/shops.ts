import type { Family } from '../../detector.js';
import { alnum, hex, OPAQUE, opaque, productFamily, TAIL, type Product } from '../../rules/product.js';

/** Shops, parcels, food and what they sell. */
export const SHOPS: readonly Product[] = [
  // https://developer.ebay.com/api-docs/static/oauth-credentials.html
  {
    id: 'ebay_key',
    title: 'an eBay certificate id',
    names: ['ebay'],
    value: OPAQUE,
    prefixes: ['PRD-', 'SBX-'],
    rest: /[0-9a-f]{12}(?:-[0-9a-f]{4}){4}/,
  },
  // https://developer.edamam.com/edamam-docs-recipe-api
  opaque('edamam_key', 'an Edamam application key', 'edamam'),
  // https://docs.fleetbase.io/
  {
    id: 'fleetbase_key',
    title: 'a Fleetbase API key',
    names: ['fleetbase'],
    value: OPAQUE,
    prefixes: ['flb_live_', 'flb_test_'],
    rest: /[A-Za-z0-9]{20,40}/,
  },
  // https://developers.flexport.com/tutorials/using-api-credentials/
  {
    id: 'flexport_token',
    title: 'a Flexport API token',
    prefixes: ['shltm_'],
    rest: TAIL,
    names: ['flexport'],
    value: OPAQUE,
  },
  // https://gumroad.com/api
  opaque('gumroad_token', 'a Gumroad access token', 'gumroad'),
  // https://docs.instacart.com/developer_platform_api/get_started/api-keys
  {
    id: 'instacart_key',
    title: 'an Instacart API key',
    names: ['instacart'],
    value: OPAQUE,
    prefixes: ['keys.'],
    rest: TAIL,
  },
  // https://developers.skyscanner.net/docs/getting-started/authentication
  opaque('skyscanner_key', 'a Skyscanner key', 'skyscanner'),
  // https://spoonacular.com/food-api/docs#Authentication
  opaque('spoonacular_key', 'a Spoonacular key', 'spoonacular'),
  // https://developer.nutritionix.com
  opaque('nutritionix_key', 'a Nutritionix key', 'nutritionix'),
  // https://developers.samsara.com/docs/authentication
  {
    id: 'samsara_token',
    title: 'a Samsara token',
    names: ['samsara'],
    value: OPAQUE,
    prefixes: ['samsara_api_'],
    rest: alnum(30),
  },
  // https://www.shipstation.com/docs/api/requirements/
  opaque('shipstation_key', 'a ShipStation key', 'shipstation', 'ship station'),
  // https://developer.ticketmaster.com/products-and-docs/apis/getting-started/
  opaque('ticketmaster_key', 'a Ticketmaster key', 'ticketmaster'),
  // https://developer.uber.com/docs/riders/guides/authentication/introduction
  {
    id: 'uber_key',
    title: 'an Uber secret',
    names: ['uber', 'uber client', 'uber server'],
    isWord: true,
    value: OPAQUE,
  },
  // https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication
  {
    id: 'woocommerce_key',
    title: 'a WooCommerce key',
    prefixes: ['ck_', 'cs_'],
    rest: hex(40),
    isShort: true,
    names: ['woocommerce', 'woo commerce', 'consumer key', 'consumer secret'],
    value: /c[ks]_[0-9a-f]{40}/,
  },
  // https://docs.developer.yelp.com/docs/fusion-authentication
  { id: 'yelp_key', title: 'a Yelp key', names: ['yelp'], isWord: true, value: OPAQUE },
];

export const productsShops: Family = productFamily('products-shops', SHOPS);
