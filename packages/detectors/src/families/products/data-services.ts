import type { Family } from '../../detector.js';
import { alnum, opaque, productFamily, OPAQUE, type Product } from '../../rules/product.js';

/** Data, domains, analytics, gateways, identities and their protection. */
export const DATA_SERVICES: readonly Product[] = [
  // https://cloud.ibm.com/docs/Cloudant
  opaque('cloudant_key', 'a Cloudant API key', 'cloudant'),
  // https://docs.couchbase.com/cloud/
  opaque('couchbase_key', 'a Couchbase Capella key', 'couchbase', 'capella'),
  // https://developer.crowdstrike.com/docs/openapi/
  {
    id: 'crowdstrike_key',
    title: 'a CrowdStrike client secret',
    names: ['crowdstrike', 'falcon client', 'falcon'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.cyberark.com/
  opaque('cyberark_key', 'a CyberArk Conjur API key', 'cyberark', 'conjur'),
  // https://duo.com/docs/adminapi
  { id: 'duo_key', title: 'a Duo secret key', names: ['duo'], isWord: true, value: alnum(40) },
  // https://developers.enigma.com/
  { id: 'enigma_key', title: 'an Enigma API key', names: ['enigma'], isWord: true, value: OPAQUE },
  // https://usefathom.com/api
  { id: 'fathom_key', title: 'a Fathom API token', names: ['fathom'], isWord: true, value: OPAQUE },
  // https://docs.fauna.com/fauna/current/learn/security/keys/
  { id: 'fauna_key', title: 'a Fauna secret', names: ['fauna', 'faunadb'], isWord: true, value: /fn[A-Za-z0-9_-]{38}/ },
  // https://developer.fullstory.com/server/authentication/
  opaque('fullstory_key', 'a FullStory API key', 'fullstory'),
  // https://developer.godaddy.com/getstarted
  opaque('godaddy_key', 'a GoDaddy API key', 'godaddy'),
  // https://developers.heap.io/reference/authentication
  { id: 'heap_key', title: 'a Heap API key', names: ['heap api'], isWord: true, value: OPAQUE },
  // https://developers.hostinger.com/
  opaque('hostinger_token', 'a Hostinger API token', 'hostinger'),
  // https://docs.jupiterone.io/
  opaque('jupiterone_token', 'a JupiterOne API token', 'jupiterone'),
  // https://keen.io/docs/api/#authentication
  {
    id: 'keen_key',
    title: 'a Keen API key',
    names: ['keen', 'keen io', 'keen write', 'keen read', 'keen master'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.kinde.com/developer-tools/kinde-api/connect-to-kinde-api/
  opaque('kinde_key', 'a Kinde client secret', 'kinde'),
  // https://developer.konghq.com/konnect-api/
  {
    id: 'kong_token',
    title: 'a Kong Konnect token',
    names: ['konnect'],
    value: OPAQUE,
    prefixes: ['kpat_', 'spat_'],
    rest: /[A-Za-z0-9]{40,80}/,
  },
];

export const productsData: Family = productFamily('products-data', DATA_SERVICES);
