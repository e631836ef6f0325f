import type { Family } from '../../detector.js';
import { hex, OPAQUE, product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Data, and what fetches it from pages. */
export const dataServicesMore: Family = {
  name: 'products-data-services-more',
  detectors: [
    // https://crawlbase.com/docs/crawling-api/
    product({ id: 'crawlbase_token', title: 'a Crawlbase token', names: ['crawlbase', 'proxycrawl'], value: OPAQUE }),
    // https://www.metabase.com/docs/latest/people-and-groups/api-keys
    product({
      id: 'metabase_key',
      title: 'a Metabase key',
      names: ['metabase'],
      value: /mb_[A-Za-z0-9+/]{40,46}={0,2}/,
    }),
    // https://neo4j.com/docs/aura
    product({ id: 'neo4j_key', title: 'a Neo4j Aura secret', names: ['neo4j', 'aura client'], value: OPAQUE }),
    // https://qdrant.tech/documentation/cloud/authentication/
    product({
      id: 'qdrant_key',
      title: 'a Qdrant key',
      names: ['qdrant'],
      value: /[\w-]{30,80}\|[\w-]{20,120}|[\w-]{40,80}/,
    }),
    // https://scrapeowl.com/docs
    product({ id: 'scrapeowl_key', title: 'a ScrapeOwl key', names: ['scrapeowl'], value: OPAQUE }),
    // https://docs.scraperapi.com
    product({ id: 'scraperapi_key', title: 'a ScraperAPI key', names: ['scraperapi', 'scraper api'], value: OPAQUE }),
    // https://scrapfly.io/docs/scrape-api/getting-started
    product({ id: 'scrapfly_key', title: 'a Scrapfly key', prefixes: ['scp-live-', 'scp-test-'], rest: hex(32) }),
    // https://www.scrapingbee.com/documentation/
    product({
      id: 'scrapingbee_key',
      title: 'a ScrapingBee key',
      names: ['scrapingbee', 'scraping bee'],
      value: OPAQUE,
    }),
    // https://serpstack.com/documentation
    product({ id: 'serpstack_key', title: 'a Serpstack key', names: ['serpstack'], value: OPAQUE }),
    // https://urlscan.io/docs/api/
    product({ id: 'urlscan_key', title: 'a urlscan.io key', names: ['urlscan'], value: UUID }),
    // https://developer.yahoo.com/oauth2/guide/
    product({ id: 'yahoo_key', title: 'a Yahoo secret', names: ['yahoo'], value: OPAQUE }),
    // https://docs.zenrows.com/first-steps/getting-started-guide
    product({ id: 'zenrows_key', title: 'a ZenRows key', names: ['zenrows'], value: OPAQUE }),
    // https://docs.zilliz.com/docs/manage-api-keys
    product({ id: 'zilliz_key', title: 'a Zilliz key', names: ['zilliz'], value: OPAQUE }),
  ],
};
