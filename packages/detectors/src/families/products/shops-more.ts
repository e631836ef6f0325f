import type { Family } from '../../detector.js';
import { alnum, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';

/** Shops, deliveries, journeys and food. */
export const SHOPS_MORE: readonly Product[] = [
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
    names: ['woocommerce', 'woo commerce', 'consumer key', 'consumer secret'],
    value: /c[ks]_[0-9a-f]{40}/,
  },
  // https://docs.developer.yelp.com/docs/fusion-authentication
  { id: 'yelp_key', title: 'a Yelp key', names: ['yelp'], isWord: true, value: OPAQUE },
];

export const productsShopsMore: Family = productFamily('products-shops-more', SHOPS_MORE);
