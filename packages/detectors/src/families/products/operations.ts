import type { Family } from '../../detector.js';
import { hex, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';

/** Clouds, builds, domains, logs and what protects them. */
export const OPERATIONS: readonly Product[] = [
  // https://otx.alienvault.com/api
  { id: 'alienvault_key', title: 'an AlienVault OTX key', names: ['alienvault', 'otx api'], value: hex(64) },
  // https://documentation.solarwinds.com/en/success_center/appoptics/
  opaque('appoptics_token', 'an AppOptics token', 'appoptics'),
  // https://docs.binaryedge.io/
  opaque('binaryedge_key', 'a BinaryEdge API key', 'binaryedge'),
  // https://docs.censys.com/reference/get-started
  opaque('censys_key', 'a Censys API secret', 'censys'),
  // https://docs.codemagic.io/rest-api/codemagic-rest-api/
  opaque('codemagic_token', 'a Codemagic token', 'codemagic'),
  // https://www.dynu.com/Support/API
  opaque('dynu_key', 'a Dynu API key', 'dynu'),
  // https://en.fofa.info/api
  { id: 'fofa_key', title: 'a FOFA API key', names: ['fofa'], value: hex(32) },
  // https://api.gandi.net/docs/authentication/
  { id: 'gandi_token', title: 'a Gandi token', names: ['gandi'], isWord: true, value: OPAQUE },
  // https://gitee.com/api/v5/swagger
  { id: 'gitee_token', title: 'a Gitee access token', names: ['gitee'], value: hex(32) },
  // https://docs.greynoise.io/docs/using-the-greynoise-api
  opaque('greynoise_key', 'a GreyNoise API key', 'greynoise'),
  // https://hookdeck.com/docs/api
  opaque('hookdeck_key', 'a Hookdeck API key', 'hookdeck'),
  // https://www.hybrid-analysis.com/docs/api/v2
  opaque('hybrid_analysis_key', 'a Hybrid Analysis key', 'hybrid analysis'),
  // https://docs.knapsackpro.com/
  { id: 'knapsackpro_token', title: 'a Knapsack Pro token', names: ['knapsack pro'], value: hex(32) },
  // https://docs.fortinet.com/product/lacework-forticnapp
  { id: 'lacework_key', title: 'a Lacework secret key', names: ['lacework'], value: /_[0-9a-f]{32}/ },
  // https://leakix.net/
  opaque('leakix_key', 'a LeakIX API key', 'leakix'),
  // https://docs.mezmo.com/docs/ingestion-key
  { id: 'logdna_key', title: 'a LogDNA (Mezmo) key', names: ['logdna', 'mezmo'], value: hex(32) },
  // https://docs.mergify.com/
  opaque('mergify_key', 'a Mergify key', 'mergify'),
  // https://www.namecheap.com/support/api/intro/
  { id: 'namecheap_key', title: 'a Namecheap API key', names: ['namecheap'], value: hex(32) },
  // https://www.namesilo.com/api-reference
  opaque('namesilo_key', 'a NameSilo API key', 'namesilo'),
  // https://api.ncloud-docs.com/docs/en/common-ncpapi
  {
    id: 'naver_key',
    title: 'a Naver Cloud secret key',
    names: ['naver', 'naver cloud', 'ncloud'],
    value: /[A-Za-z0-9]{40}|[A-Za-z0-9_]{10}/,
  },
  // https://www.ibm.com/docs/en/ns1-connect
  { id: 'nsone_key', title: 'an NS1 API key', names: ['ns1', 'nsone'], value: /[A-Za-z0-9]{20}/ },
  // https://search.onyphe.io/docs/onyphe-api/
  opaque('onyphe_key', 'an ONYPHE API key', 'onyphe'),
  // https://docs.equinix.com/metal/identity-access-management/api-keys/
  {
    id: 'packet_token',
    title: 'an Equinix Metal token',
    names: ['equinix', 'packet auth', 'packet api', 'equinix metal'],
    value: /[A-Za-z0-9]{32}/,
  },
  // https://www.papertrail.com/help/http-api/
  { id: 'papertrail_token', title: 'a Papertrail token', names: ['papertrail'], value: /[A-Za-z0-9]{20}/ },
  // https://porkbun.com/api/json/v3/documentation
  { id: 'porkbun_key', title: 'a Porkbun key', names: ['porkbun'], value: /(?:sk|pk)1_[0-9a-f]{64}/ },
  // https://docs.prerender.io/
  { id: 'prerender_token', title: 'a Prerender token', names: ['prerender'], value: /[A-Za-z0-9]{20}/ },
  // https://docs.projectdiscovery.io/
  opaque('projectdiscovery_key', 'a ProjectDiscovery key', 'projectdiscovery', 'pdcp'),
  // https://developer.qiniu.com/kodo/3978/the-s3sdk
  { id: 'qiniu_key', title: 'a Qiniu secret key', names: ['qiniu'], value: /[\w-]{40}/ },
  // https://scrutinizer-ci.com/docs/api/
  opaque('scrutinizer_token', 'a Scrutinizer token', 'scrutinizer ci', 'scrutinizer'),
  // https://docs.securitytrails.com/reference/authentication
  opaque('securitytrails_key', 'a SecurityTrails API key', 'security trails'),
  // https://signoz.io/docs/ingestion/signoz-cloud/keys/
  opaque('signoz_key', 'a SigNoz key', 'signoz'),
  // https://sslmate.com/help/reference/apiv2
  opaque('sslmate_key', 'an SSLMate API key', 'sslmate'),
  // https://stackpath.dev/
  opaque('stackpath_key', 'a StackPath secret', 'stackpath', 'maxcdn'),
  // https://storj.dev/dcs/access
  opaque('storj_key', 'a Storj secret key', 'storj'),
  // https://www.tines.com/api/authentication/
  { id: 'tines_key', title: 'a Tines API key', names: ['tines'], isWord: true, value: OPAQUE },
  // https://docs.wasabi.com/docs/creating-a-new-access-key
  { id: 'wasabi_key', title: 'a Wasabi secret key', names: ['wasabi'], value: /[A-Za-z0-9+/]{40}/ },
  // https://www.whoxy.com/
  opaque('whoxy_key', 'a Whoxy API key', 'whoxy'),
  // https://help.xmatters.com/xmapi/
  opaque('xmatters_key', 'an xMatters key', 'xmatters'),
  // https://getstream.io/chat/docs/node/tokens_and_authentication/
  {
    id: 'stream_key',
    title: 'a Stream secret',
    names: ['stream', 'getstream'],
    isWord: true,
    alone: ['getstream', 'stream io api'],
    value: OPAQUE,
  },
  // https://docs.svix.com/quickstart
  {
    id: 'svix_key',
    title: 'a Svix token',
    prefixes: ['testsk_', 'sk_'],
    rest: /[\w-]{32}\.[a-z]{2}/,
    isShort: true,
    names: ['svix'],
    value: /(?:test)?sk_[\w.=-]{20,80}/,
  },
];

export const productsOperations: Family = productFamily('products-operations', OPERATIONS);
