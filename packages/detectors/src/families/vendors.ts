import type { Detector, Family } from '../detector.js';
import { labelled } from '../labelled.js';
import { prefixed } from '../prefixed.js';
import { secret } from '../secret.js';

/*
 * Vendors whose keys are plain letters and digits: only the vendor's name beside them, an assignment
 * and their shape tell them from anything else. By theme; above each stands where it describes them.
 */

const vendor = (id: string, title: string, words: readonly string[], value: RegExp): Detector =>
  secret(id, title, labelled(words, value));

const hex = (length: number): RegExp => new RegExp(`[0-9a-f]{${length}}`);
const alnum = (length: number): RegExp => new RegExp(`[A-Za-z0-9]{${length}}`);
const oneOf = (...shapes: readonly RegExp[]): RegExp => new RegExp(shapes.map(({ source }) => source).join('|'));
const UUID = /[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/;

const EXCHANGES: readonly Detector[] = [
  // https://docs.cdp.coinbase.com/get-started/authentication
  vendor('coinbase_key', 'Coinbase key', ['coinbase'], /[\w-]{64}/),
  // https://docs.kraken.com/api/docs/guides/spot-rest-auth
  vendor('kraken_key', 'Kraken key', ['kraken'], /[\w+/=-]{80,90}/),
  // https://www.kucoin.com/docs-new/authentication
  vendor('kucoin_key', 'KuCoin key', ['kucoin'], oneOf(hex(24), UUID)),
  // https://bittrex.github.io/api/v3
  vendor('bittrex_key', 'Bittrex key', ['bittrex'], alnum(32)),
  // https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
  vendor('binance_key', 'Binance key', ['binance'], alnum(64)),
  // https://docs.bitfinex.com/docs/rest-auth
  vendor('bitfinex_key', 'Bitfinex key', ['bitfinex'], alnum(43)),
  // https://finnhub.io/docs/api/authentication
  vendor('finnhub_key', 'Finnhub key', ['finnhub'], alnum(20)),
  // https://developer.mastercard.com/open-finance-us/documentation/integration-and-auth
  vendor('finicity_key', 'Finicity key', ['finicity'], oneOf(hex(32), alnum(20))),
  // https://docs.etherscan.io/getting-started/viewing-api-usage-statistics
  vendor('etherscan_key', 'Etherscan key', ['etherscan'], /[A-Z0-9]{34}/),
  // https://docs.metamask.io/services/how-to/secure-an-api
  secret(
    'infura_key',
    'Infura key',
    prefixed(['infura.io/v3/', 'infura.io/ws/v3/'], hex(32)),
    labelled(['infura'], hex(32)),
  ),
  // https://www.alchemy.com/docs/create-an-api-key
  secret(
    'alchemy_key',
    'Alchemy key',
    prefixed(['alchemy.com/v2/', 'alchemyapi.io/v2/'], /[\w-]{32}(?![\w-])/),
    labelled(['alchemyapi', 'alchemy_api', 'alchemykey', 'alchemy_key'], /[\w-]{32}/),
  ),
  // https://www.quicknode.com/docs/welcome
  secret('quicknode_key', 'QuickNode key', prefixed(['quiknode.pro/'], hex(40)), labelled(['quicknode'], hex(40))),
];

const SHOPS: readonly Detector[] = [
  // https://developers.etsy.com/documentation/essentials/authentication
  vendor('etsy_key', 'Etsy key', ['etsy'], alnum(24)),
  // https://developers.squarespace.com/commerce-apis/authentication-and-permissions
  vendor('squarespace_key', 'Squarespace key', ['squarespace'], UUID),
  // https://developers.webflow.com/data/reference/authentication
  vendor('webflow_token', 'Webflow token', ['webflow'], hex(64)),
  // https://developer.bigcommerce.com/docs/start/authentication/api-accounts
  vendor('bigcommerce_key', 'BigCommerce key', ['bigcommerce'], alnum(31)),
];

const MARKETING: readonly Detector[] = [
  // https://www.algolia.com/doc/guides/security/api-keys
  vendor('algolia_key', 'Algolia key', ['algolia'], hex(32)),
  // https://www.getbeamer.com/api
  vendor('beamer_key', 'Beamer key', ['beamer'], /b_[\w=-]{44}/),
  // https://developers.klaviyo.com/en/docs/authenticate_
  secret('klaviyo_key', 'Klaviyo key', prefixed(['pk_'], hex(34))),
  // https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api
  vendor('sendbird_key', 'Sendbird key', ['sendbird'], oneOf(hex(40), UUID)),
  // https://docs.mixpanel.com/docs/orgs-and-projects/managing-projects
  vendor('mixpanel_key', 'Mixpanel secret', ['mixpanel'], hex(32)),
  // https://amplitude.com/docs/apis/authentication
  vendor('amplitude_key', 'Amplitude key', ['amplitude'], hex(32)),
  // https://segment.com/docs/connections/find-writekey
  vendor('segment_key', 'Segment write key', ['segment_write', 'segmentwrite', 'segment_api', 'segmentapi'], alnum(32)),
  // https://customer.io/docs/accounts-and-workspaces/managing-credentials
  vendor('customerio_key', 'Customer.io key', ['customerio', 'customer_io', 'customer.io'], oneOf(hex(32), hex(20))),
  // https://developers.pipedrive.com/docs/api/v1
  vendor('pipedrive_token', 'Pipedrive token', ['pipedrive'], hex(40)),
  // https://www.activecampaign.com/api
  vendor('activecampaign_key', 'ActiveCampaign key', ['activecampaign'], hex(72)),
];

const DELIVERY: readonly Detector[] = [
  // https://docs.drone.io/api/overview
  vendor('droneci_token', 'Drone CI token', ['droneci', 'drone_token', 'drone-token'], alnum(32)),
  // https://www.fastly.com/documentation/reference/api/auth-tokens
  vendor('fastly_token', 'Fastly token', ['fastly'], /[\w-]{32}/),
  // https://cloud.google.com/looker/docs/api-auth
  vendor('looker_key', 'Looker key', ['looker'], oneOf(alnum(24), alnum(20))),
  // https://developer.cisco.com/meraki/api-v1/authorization
  vendor('meraki_key', 'Cisco Meraki key', ['meraki'], hex(40)),
  // https://pusher.com/docs/channels/library_auth_reference/rest-api
  vendor('pusher_key', 'Pusher secret', ['pusher'], hex(20)),
  // https://ably.com/docs/auth
  vendor('ably_key', 'Ably key', ['ably'], /[\w-]{6}\.[\w-]{6}:[\w-]{43}/),
  // https://cloudinary.com/documentation/developer_onboarding_faq_find_credentials
  vendor('cloudinary_key', 'Cloudinary secret', ['cloudinary'], /[\w-]{27}/),
  // https://jumpcloud.com/support/jumpcloud-apis
  vendor('jumpcloud_key', 'JumpCloud key', ['jumpcloud'], oneOf(hex(40), /jca_[A-Za-z0-9]{36}/)),
];

const DATA: readonly Detector[] = [
  // https://developer.nytimes.com/get-started
  vendor(
    'nytimes_key',
    'New York Times key',
    ['nytimes', 'newyorktimes', 'new-york-times', 'new_york_times'],
    alnum(32),
  ),
  // https://docs.getprivateai.com
  vendor('privateai_key', 'Private AI key', ['privateai', 'private_ai', 'private-ai'], alnum(32)),
  // https://developer.shodan.io/api/requirements
  vendor('shodan_key', 'Shodan key', ['shodan'], alnum(32)),
  // https://docs.virustotal.com/docs/api-overview
  vendor('virustotal_key', 'VirusTotal key', ['virustotal'], hex(64)),
  // https://docs.abuseipdb.com
  vendor('abuseipdb_key', 'AbuseIPDB key', ['abuseipdb'], hex(80)),
  // https://openweathermap.org/appid
  vendor('openweather_key', 'OpenWeather key', ['openweather'], hex(32)),
  // https://ipinfo.io/developers
  vendor('ipinfo_token', 'IPinfo token', ['ipinfo'], hex(14)),
  // https://developers.giphy.com/docs/api
  vendor('giphy_key', 'Giphy key', ['giphy'], alnum(32)),
  // https://unsplash.com/documentation#authorization
  vendor('unsplash_key', 'Unsplash key', ['unsplash'], /[\w-]{43}/),
  // https://www.pexels.com/api/documentation/#authorization
  vendor('pexels_key', 'Pexels key', ['pexels'], alnum(56)),
];

export const vendors: Family = {
  name: 'vendors',
  detectors: [...EXCHANGES, ...SHOPS, ...MARKETING, ...DELIVERY, ...DATA],
};
