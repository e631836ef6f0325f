import type { Family } from '../../detector.js';
import { alnum, hex, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

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
    alone: ['keen io', 'keen'],
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
  // https://crawlbase.com/docs/crawling-api/
  opaque('crawlbase_token', 'a Crawlbase token', 'crawlbase', 'proxycrawl'),
  // https://www.metabase.com/docs/latest/people-and-groups/api-keys
  {
    id: 'metabase_key',
    title: 'a Metabase key',
    prefixes: ['mb_'],
    rest: /[A-Za-z0-9+/]{40,46}={0,2}/,
    isShort: true,
    names: ['metabase'],
    value: /mb_[A-Za-z0-9+/]{40,46}={0,2}/,
  },
  // https://neo4j.com/docs/aura
  opaque('neo4j_key', 'a Neo4j Aura secret', 'neo4j', 'aura client'),
  // https://qdrant.tech/documentation/cloud/authentication/
  { id: 'qdrant_key', title: 'a Qdrant key', names: ['qdrant'], value: /[\w-]{30,80}\|[\w-]{20,120}|[\w-]{40,80}/ },
  // https://scrapeowl.com/docs
  opaque('scrapeowl_key', 'a ScrapeOwl key', 'scrapeowl'),
  // https://docs.scraperapi.com
  opaque('scraperapi_key', 'a ScraperAPI key', 'scraperapi', 'scraper api'),
  // https://scrapfly.io/docs/scrape-api/getting-started
  { id: 'scrapfly_key', title: 'a Scrapfly key', prefixes: ['scp-live-', 'scp-test-'], rest: hex(32) },
  // https://www.scrapingbee.com/documentation/
  opaque('scrapingbee_key', 'a ScrapingBee key', 'scrapingbee'),
  // https://serpstack.com/documentation
  opaque('serpstack_key', 'a Serpstack key', 'serpstack'),
  // https://urlscan.io/docs/api/
  { id: 'urlscan_key', title: 'a urlscan.io key', names: ['urlscan'], value: UUID },
  // https://developer.yahoo.com/oauth2/guide/
  opaque('yahoo_key', 'a Yahoo secret', 'yahoo'),
  // https://docs.zenrows.com/first-steps/getting-started-guide
  opaque('zenrows_key', 'a ZenRows key', 'zenrows'),
  // https://docs.zilliz.com/docs/manage-api-keys
  opaque('zilliz_key', 'a Zilliz key', 'zilliz'),
];

export const productsData: Family = productFamily('products-data', DATA_SERVICES);
