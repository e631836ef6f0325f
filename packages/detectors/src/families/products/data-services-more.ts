import type { Family } from '../../detector.js';
import { hex, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Data, and what fetches it from pages. */
export const DATA_SERVICES_MORE: readonly Product[] = [
  // https://crawlbase.com/docs/crawling-api/
  opaque('crawlbase_token', 'a Crawlbase token', 'crawlbase', 'proxycrawl'),
  // https://www.metabase.com/docs/latest/people-and-groups/api-keys
  {
    id: 'metabase_key',
    title: 'a Metabase key',
    names: ['metabase'],
    value: /mb_[A-Za-z0-9+/]{40,46}={0,2}/,
  },
  // https://neo4j.com/docs/aura
  opaque('neo4j_key', 'a Neo4j Aura secret', 'neo4j', 'aura client'),
  // https://qdrant.tech/documentation/cloud/authentication/
  {
    id: 'qdrant_key',
    title: 'a Qdrant key',
    names: ['qdrant'],
    value: /[\w-]{30,80}\|[\w-]{20,120}|[\w-]{40,80}/,
  },
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

export const productsDataServicesMore: Family = productFamily('products-data-services-more', DATA_SERVICES_MORE);
