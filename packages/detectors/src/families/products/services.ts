import type { Family } from '../../detector.js';
import { alnum, hex, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Products that answer questions: about texts, pictures, films, places, prices and companies. */
export const SERVICES: readonly Product[] = [
  // https://docs.agora.io/en/video-calling/get-started/manage-agora-account
  { id: 'agora_certificate', title: 'an Agora certificate', names: ['agora'], isWord: true, value: hex(32) },
  // https://docs.aylien.com/
  opaque('aylien_key', 'an Aylien key', 'aylien'),
  // https://www.bitget.com/api-doc/common/intro
  { id: 'bitget_key', title: 'a Bitget secret', names: ['bitget'], value: hex(64) },
  // https://www.bitstamp.net/api/#section/Authentication
  { id: 'bitstamp_key', title: 'a Bitstamp API secret', names: ['bitstamp'], value: /[A-Za-z0-9]{32}/ },
  // https://developer.brightlocal.com/
  opaque('brightlocal_key', 'a BrightLocal API key', 'brightlocal'),
  // https://cloudconvert.com/api/v2#authentication
  opaque('cloudconvert_key', 'a CloudConvert API key', 'cloudconvert'),
  // https://api.cloudmersive.com/
  opaque('cloudmersive_key', 'a Cloudmersive API key', 'cloudmersive'),
  // https://developers.coindesk.com/documentation/legacy/getting-started/api-key
  { id: 'cryptocompare_key', title: 'a CryptoCompare API key', names: ['cryptocompare'], value: hex(64) },
  // https://deepai.org/docs
  opaque('deepai_key', 'a DeepAI API key', 'deepai'),
  // https://deepinfra.com/docs/advanced/scoped_jwt
  { id: 'deepinfra_key', title: 'a DeepInfra API key', names: ['deepinfra'], value: /[A-Za-z0-9]{32}/ },
  // https://docs.deribit.com/
  { id: 'deribit_key', title: 'a Deribit client secret', names: ['deribit'], value: /[\w-]{43}/ },
  // https://docs.diffbot.com/reference/authentication
  { id: 'diffbot_token', title: 'a Diffbot token', names: ['diffbot'], value: hex(32) },
  // https://docparser.com/api/
  { id: 'docparser_key', title: 'a Docparser API key', names: ['docparser'], value: hex(40) },
  // https://github.com/EverexIO/Ethplorer/wiki/Ethplorer-API
  {
    id: 'ethplorer_key',
    title: 'an Ethplorer API key',
    names: ['ethplorer'],
    value: /EK-[A-Za-z0-9]{5}-[A-Za-z0-9]{7}-[A-Za-z0-9]{5}/,
  },
  // https://www.flightaware.com/aeroapi/portal/documentation
  {
    id: 'flightaware_key',
    title: 'a FlightAware AeroAPI key',
    names: ['flightaware', 'aeroapi'],
    value: /[A-Za-z0-9]{32}/,
  },
  // https://www.gate.com/docs/developers/apiv4/
  { id: 'gateio_key', title: 'a Gate secret', names: ['gateio', 'gate io'], value: hex(64) },
  // https://www.geocod.io/docs/#authentication
  opaque('geocodio_key', 'a Geocodio API key', 'geocodio'),
  // https://docs.gladia.io/
  { id: 'gladia_key', title: 'a Gladia API key', names: ['gladia'], value: UUID },
  // https://docs.glassnode.com/basic-api/api-key
  opaque('glassnode_key', 'a Glassnode API key', 'glassnode'),
  // https://gyazo.com/api/docs/auth
  opaque('gyazo_token', 'a Gyazo access token', 'gyazo'),
  // https://docs.heygen.com/reference/authentication
  opaque('heygen_key', 'a HeyGen API key', 'heygen'),
  // https://developer.iconfinder.com/reference/authentication
  opaque('iconfinder_key', 'an Iconfinder API key', 'iconfinder'),
  // https://api-docs.igdb.com/#authentication
  opaque('igdb_key', 'an IGDB client secret', 'igdb'),
  // https://docs.imagga.com/#authentication
  { id: 'imagga_key', title: 'an Imagga API secret', names: ['imagga'], value: hex(32) },
  // https://api.imgbb.com/
  { id: 'imgbb_key', title: 'an ImgBB API key', names: ['imgbb'], value: hex(32) },
  // https://ipgeolocation.io/documentation.html
  { id: 'ipgeolocation_key', title: 'an ipgeolocation.io key', names: ['ipgeolocation'], value: hex(32) },
  // https://www.last.fm/api/authentication
  { id: 'lastfm_key', title: 'a Last.fm shared secret', names: ['lastfm', 'last.fm'], value: hex(32) },
  // https://docs.leonardo.ai/reference/overview
  { id: 'leonardo_key', title: 'a Leonardo.Ai key', names: ['leonardo ai'], isWord: true, value: UUID },
  // https://www.luno.com/en/developers/api#tag/Authentication
  { id: 'luno_key', title: 'a Luno API secret', names: ['luno'], value: /[\w-]{43}/ },
  // https://learn.meaningcloud.com/developer/
  { id: 'meaningcloud_key', title: 'a MeaningCloud key', names: ['meaningcloud'], value: hex(32) },
  // https://mediastack.com/documentation
  { id: 'mediastack_key', title: 'a mediastack access key', names: ['mediastack'], value: hex(32) },
  // https://www.mexc.com/api-docs/spot-v3/introduction
  { id: 'mexc_key', title: 'a MEXC secret key', names: ['mexc'], value: hex(32) },
  // https://docs.moralis.com/
  opaque('moralis_key', 'a Moralis API key', 'moralis'),
  // https://docs.nomic.ai/
  { id: 'nomic_key', title: 'a Nomic API key', names: ['nomic'], value: /nk-[\w-]{43}/ },
  // https://numverify.com/documentation
  { id: 'numverify_key', title: 'a numverify access key', names: ['numverify'], value: hex(32) },
  // https://www.okx.com/docs-v5/en/#overview-rest-authentication
  { id: 'okx_key', title: 'an OKX secret key', names: ['okx', 'okex'], value: /[0-9A-F]{32}/ },
  // https://docs.peopledatalabs.com/docs/authentication
  {
    id: 'peopledatalabs_key',
    title: 'a People Data Labs key',
    names: ['people data labs', 'pdl'],
    value: /[0-9a-f]{64}/,
  },
  // https://api-docs.poloniex.com/spot/api/private/account
  {
    id: 'poloniex_key',
    title: 'a Poloniex secret',
    names: ['poloniex'],
    value: /[0-9a-f]{128}|[A-Z0-9]{8}(?:-[A-Z0-9]{8}){3}/,
  },
  // https://rawg.io/apidocs
  { id: 'rawg_key', title: 'a RAWG API key', names: ['rawg'], value: hex(32) },
  // https://serper.dev/
  { id: 'serper_key', title: 'a Serper API key', names: ['serper'], value: hex(40) },
  // https://apidocs.sirv.com/
  { id: 'sirv_key', title: 'a Sirv client secret', names: ['sirv'], value: /[A-Za-z0-9+/]{86}==/ },
  // https://docs.speechmatics.com/get-started/authentication
  { id: 'speechmatics_key', title: 'a Speechmatics API key', names: ['speechmatics'], value: /[A-Za-z0-9]{32}/ },
  // https://www.tiingo.com/documentation/general/connecting
  { id: 'tiingo_token', title: 'a Tiingo token', names: ['tiingo'], value: hex(40) },
  // https://developer.themoviedb.org/docs/authentication-application
  { id: 'tmdb_key', title: 'a TMDB API key', names: ['tmdb', 'themoviedb'], value: hex(32) },
  // https://docs.tomorrow.io/reference/api-authentication
  {
    id: 'tomorrowio_key',
    title: 'a Tomorrow.io key',
    names: ['tomorrow io', 'climacell'],
    isWord: true,
    value: alnum(32),
  },
  // https://docs.tradier.com/docs/authentication
  opaque('tradier_token', 'a Tradier token', 'tradier'),
  // https://twelvedata.com/docs#authentication
  { id: 'twelvedata_key', title: 'a Twelve Data API key', names: ['twelve data'], value: hex(32) },
  // https://docs.vast.ai/api-reference/authentication
  { id: 'vastai_key', title: 'a Vast.ai API key', names: ['vastai', 'vast ai'], value: hex(64) },
  // https://wit.ai/docs/http/
  { id: 'witai_token', title: 'a Wit.ai token', names: ['wit ai', 'wit.ai'], value: /[A-Z2-7]{32}/ },
];

export const productsServices: Family = productFamily('products-services', SERVICES);
