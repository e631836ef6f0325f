import type { Family } from '../../detector.js';
import { opaque, productFamily, OPAQUE, TAIL, type Product } from '../../rules/product.js';

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
];

export const productsShops: Family = productFamily('products-shops', SHOPS);
