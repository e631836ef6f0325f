import type { Family } from '../../detector.js';
import { alnum, OPAQUE, product } from '../../rules/product.js';

/** Shops, deliveries, journeys and food. */
export const shopsMore: Family = {
  name: 'products-shops-more',
  detectors: [
    // https://developers.skyscanner.net/docs/getting-started/authentication
    product({ id: 'skyscanner_key', title: 'a Skyscanner key', names: ['skyscanner'], value: OPAQUE }),
    // https://spoonacular.com/food-api/docs#Authentication
    product({ id: 'spoonacular_key', title: 'a Spoonacular key', names: ['spoonacular'], value: OPAQUE }),
    // https://developer.nutritionix.com
    product({ id: 'nutritionix_key', title: 'a Nutritionix key', names: ['nutritionix'], value: OPAQUE }),
    // https://developers.samsara.com/docs/authentication
    product({
      id: 'samsara_token',
      title: 'a Samsara token',
      names: ['samsara'],
      value: OPAQUE,
      prefixes: ['samsara_api_'],
      rest: alnum(30),
    }),
    // https://www.shipstation.com/docs/api/requirements/
    product({
      id: 'shipstation_key',
      title: 'a ShipStation key',
      names: ['shipstation', 'ship station'],
      value: OPAQUE,
    }),
    // https://developer.ticketmaster.com/products-and-docs/apis/getting-started/
    product({ id: 'ticketmaster_key', title: 'a Ticketmaster key', names: ['ticketmaster'], value: OPAQUE }),
    // https://developer.uber.com/docs/riders/guides/authentication/introduction
    product({
      id: 'uber_key',
      title: 'an Uber secret',
      names: ['uber', 'uber client', 'uber server'],
      isWord: true,
      value: OPAQUE,
    }),
    // https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication
    product({
      id: 'woocommerce_key',
      title: 'a WooCommerce key',
      names: ['woocommerce', 'woo commerce', 'consumer key', 'consumer secret'],
      value: /c[ks]_[0-9a-f]{40}/,
    }),
    // https://docs.developer.yelp.com/docs/fusion-authentication
    product({ id: 'yelp_key', title: 'a Yelp key', names: ['yelp'], isWord: true, value: OPAQUE }),
  ],
};
