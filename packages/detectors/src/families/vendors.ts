import type { Detector, Family } from '../detector.js';
import { besideName, named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { prefixed, shortPrefixed } from '../rules/prefixed.js';
import { UUID, secret } from '../rules/secret.js';

/*
 * Vendors whose keys are plain letters and digits: only the vendor's name beside them, an assignment
 * and their shape distinguish them. By theme; above each stands where it describes them.
 */

const vendor = (id: string, title: string, words: readonly string[], value: RegExp): Detector =>
  secret(id, title, ...named(words, value));

/** The same of vendors whose SDKs have keys in web pages: `mixpanel.init('…')` shows one that is public. */
const shown = (id: string, title: string, words: readonly string[], value: RegExp): Detector =>
  secret(id, title, labelled(words, value));

const hex = (length: number): RegExp => new RegExp(`[0-9a-f]{${length}}`);
const alnum = (length: number): RegExp => new RegExp(`[A-Za-z0-9]{${length}}`);
const oneOf = (...shapes: readonly RegExp[]): RegExp => new RegExp(shapes.map(({ source }) => source).join('|'));

const EXCHANGES: readonly Detector[] = [
  // https://docs.cdp.coinbase.com/get-started/authentication
  vendor('coinbase_key', 'a Coinbase key', ['coinbase'], /[\w-]{64}/),
  // https://docs.kraken.com/api/docs/guides/spot-rest-auth
  vendor('kraken_key', 'a Kraken key', ['kraken'], /[\w+/=-]{80,90}/),
  // https://www.kucoin.com/docs-new/authentication
  vendor('kucoin_key', 'a KuCoin key', ['kucoin'], oneOf(hex(24), UUID)),
  // https://bittrex.github.io/api/v3
  vendor('bittrex_key', 'a Bittrex key', ['bittrex'], alnum(32)),
  // https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
  vendor('binance_key', 'a Binance key', ['binance'], alnum(64)),
  // https://docs.bitfinex.com/docs/rest-auth
  vendor('bitfinex_key', 'a Bitfinex key', ['bitfinex'], alnum(43)),
  // https://finnhub.io/docs/api/authentication
  vendor('finnhub_key', 'a Finnhub key', ['finnhub'], alnum(20)),
  // https://developer.mastercard.com/open-finance-us/documentation/integration-and-auth
  vendor('finicity_key', 'a Finicity key', ['finicity'], oneOf(hex(32), alnum(20))),
  // https://docs.etherscan.io/getting-started/viewing-api-usage-statistics
  vendor('etherscan_key', 'an Etherscan key', ['etherscan'], /[A-Z0-9]{34}/),
  // https://docs.metamask.io/services/how-to/secure-an-api
  secret(
    'infura_key',
    'an Infura key',
    prefixed(['infura.io/v3/', 'infura.io/ws/v3/'], hex(32)),
    ...named(['infura'], hex(32)),
  ),
  // https://www.alchemy.com/docs/create-an-api-key
  secret(
    'alchemy_key',
    'an Alchemy key',
    prefixed(['alchemy.com/v2/', 'alchemyapi.io/v2/'], /[\w-]{32}(?![\w-])/),
    labelled(['alchemyapi', 'alchemy_api', 'alchemykey', 'alchemy_key'], /[\w-]{32}/),
  ),
  // https://www.quicknode.com/docs/welcome
  secret('quicknode_key', 'a QuickNode key', prefixed(['quiknode.pro/'], hex(40)), labelled(['quicknode'], hex(40))),
];

const SHOPS: readonly Detector[] = [
  // https://developers.etsy.com/documentation/essentials/authentication
  vendor('etsy_key', 'an Etsy key', ['etsy'], alnum(24)),
  // https://developers.squarespace.com/commerce-apis/authentication-and-permissions
  vendor('squarespace_key', 'a Squarespace key', ['squarespace'], UUID),
  // https://developers.webflow.com/data/reference/authentication
  vendor('webflow_token', 'a Webflow token', ['webflow'], hex(64)),
  // https://developer.bigcommerce.com/docs/start/authentication/api-accounts
  vendor('bigcommerce_key', 'a BigCommerce key', ['bigcommerce'], alnum(31)),
];

const MARKETING: readonly Detector[] = [
  // https://www.algolia.com/doc/guides/security/api-keys
  secret(
    'algolia_key',
    'an Algolia key',
    labelled(['algolia'], hex(32)),
    besideName(['algolia', 'algoliasearch'], hex(32)),
  ),
  // https://www.getbeamer.com/api
  vendor('beamer_key', 'a Beamer key', ['beamer'], /b_[\w=-]{44}/),
  // https://developers.klaviyo.com/en/docs/authenticate_
  secret('klaviyo_key', 'a Klaviyo key', prefixed(['pk_'], hex(34))),
  // https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api
  vendor('sendbird_key', 'a Sendbird key', ['sendbird'], oneOf(hex(40), UUID)),
  // https://docs.mixpanel.com/docs/orgs-and-projects/managing-projects
  shown('mixpanel_key', 'a Mixpanel secret', ['mixpanel'], hex(32)),
  // https://amplitude.com/docs/apis/authentication
  shown('amplitude_key', 'an Amplitude key', ['amplitude'], hex(32)),
  // https://segment.com/docs/connections/find-writekey
  secret(
    'segment_key',
    'a Segment key',
    // https://docs.segmentapis.com/tag/Getting-Started
    shortPrefixed(['sgp_'], alnum(64)),
    labelled(['segment_write', 'segmentwrite', 'segment_api', 'segmentapi'], alnum(32)),
  ),
  // https://customer.io/docs/accounts-and-workspaces/managing-credentials
  shown('customerio_key', 'a Customer.io key', ['customerio', 'customer_io', 'customer.io'], oneOf(hex(32), hex(20))),
  // https://developers.pipedrive.com/docs/api/v1
  vendor('pipedrive_token', 'a Pipedrive token', ['pipedrive'], hex(40)),
  // https://www.activecampaign.com/api
  vendor('activecampaign_key', 'an ActiveCampaign key', ['activecampaign'], hex(72)),
];

const DELIVERY: readonly Detector[] = [
  // https://docs.drone.io/api/overview
  vendor('droneci_token', 'a Drone CI token', ['droneci', 'drone_token', 'drone-token'], alnum(32)),
  // https://www.fastly.com/documentation/reference/api/auth-tokens
  vendor('fastly_token', 'a Fastly token', ['fastly'], /[\w-]{32}/),
  // https://cloud.google.com/looker/docs/api-auth
  vendor('looker_key', 'a Looker key', ['looker'], oneOf(alnum(24), alnum(20))),
  // https://developer.cisco.com/meraki/api-v1/authorization
  vendor('meraki_key', 'a Cisco Meraki key', ['meraki'], hex(40)),
  // https://pusher.com/docs/channels/library_auth_reference/rest-api
  shown('pusher_key', 'a Pusher secret', ['pusher'], hex(20)),
  // https://ably.com/docs/auth
  vendor('ably_key', 'an Ably key', ['ably'], /[\w-]{6}\.[\w-]{6}:[\w-]{43}/),
  // https://cloudinary.com/documentation/developer_onboarding_faq_find_credentials
  vendor('cloudinary_key', 'a Cloudinary secret', ['cloudinary'], /[\w-]{27}/),
  // https://jumpcloud.com/support/jumpcloud-apis
  secret(
    'jumpcloud_key',
    'a JumpCloud key',
    shortPrefixed(['jca_'], alnum(36)),
    ...named(['jumpcloud'], oneOf(hex(40), /jca_[A-Za-z0-9]{36}/)),
  ),
];

const DATA: readonly Detector[] = [
  // https://developer.nytimes.com/get-started
  vendor(
    'nytimes_key',
    'a New York Times key',
    ['nytimes', 'newyorktimes', 'new-york-times', 'new_york_times'],
    alnum(32),
  ),
  // https://docs.getprivateai.com
  vendor('privateai_key', 'a Private AI key', ['privateai', 'private_ai', 'private-ai'], alnum(32)),
  // https://developer.shodan.io/api/requirements
  vendor('shodan_key', 'a Shodan key', ['shodan'], alnum(32)),
  // https://docs.virustotal.com/docs/api-overview
  vendor('virustotal_key', 'a VirusTotal key', ['virustotal'], hex(64)),
  // https://docs.abuseipdb.com
  vendor('abuseipdb_key', 'an AbuseIPDB key', ['abuseipdb'], hex(80)),
  // https://openweathermap.org/appid
  vendor('openweather_key', 'an OpenWeather key', ['openweather'], hex(32)),
  // https://ipinfo.io/developers
  vendor('ipinfo_token', 'an IPinfo token', ['ipinfo'], hex(14)),
  // https://developers.giphy.com/docs/api
  vendor('giphy_key', 'a Giphy key', ['giphy'], alnum(32)),
  // https://unsplash.com/documentation#authorization
  vendor('unsplash_key', 'an Unsplash key', ['unsplash'], /[\w-]{43}/),
  // https://www.pexels.com/api/documentation/#authorization
  vendor('pexels_key', 'a Pexels key', ['pexels'], alnum(56)),
];

export const vendors: Family = {
  name: 'vendors',
  detectors: [...EXCHANGES, ...SHOPS, ...MARKETING, ...DELIVERY, ...DATA],
};
