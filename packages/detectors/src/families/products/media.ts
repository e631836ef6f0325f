import type { Family } from '../../detector.js';
import { alnum, hex, oneOf, OPAQUE, opaque, productFamily, TAIL, type Product } from '../../rules/product.js';

/** Pictures, texts, games, health and links, and what shows and delivers them. */
export const MEDIA: readonly Product[] = [
  // https://developers.bannerbear.com/
  {
    id: 'bannerbear_key',
    title: 'a Bannerbear API key',
    names: ['bannerbear'],
    value: OPAQUE,
    prefixes: ['bb_pr_', 'bb_ma_'],
    rest: hex(30),
  },
  // https://dev.bitly.com/docs/getting-started/authentication/
  opaque('bitly_token', 'a Bitly access token', 'bitly'),
  // https://docs.brandfetch.com/brand-api/quick-start
  opaque('brandfetch_key', 'a Brandfetch API key', 'brandfetch'),
  // https://docs.bunny.net/reference/bunnynet-api-overview
  {
    id: 'bunny_key',
    title: 'a bunny.net API key',
    names: ['bunny', 'bunnycdn', 'bunny net', 'bunny storage'],
    isWord: true,
    alone: ['bunny', 'bunnycdn', 'bunny net'],
    value: OPAQUE,
  },
  // https://buttercms.com/docs/api/#authentication
  { id: 'buttercms_token', title: 'a ButterCMS API token', names: ['butter cms'], value: hex(40) },
  // https://www.canva.dev/docs/connect/authentication/
  {
    id: 'canva_key',
    title: 'a Canva client secret',
    names: ['canva', 'canva client'],
    isWord: true,
    value: OPAQUE,
    prefixes: ['cnvca'],
    rest: TAIL,
  },
  // https://www.contentstack.com/docs/developers/create-tokens/about-management-tokens
  {
    id: 'contentstack_token',
    title: 'a Contentstack token',
    names: ['contentstack'],
    value: oneOf(/cs[a-z0-9]{32}/, /cs[0-9a-f]{16,48}/),
  },
  // https://docs.daily.co/reference/rest-api
  { id: 'daily_key', title: 'a Daily API key', names: ['daily', 'daily co'], isWord: true, value: OPAQUE },
  // https://www.deviantart.com/developers/authentication
  opaque('deviantart_key', 'a DeviantArt client secret', 'deviantart'),
  // https://directus.io/docs/guides/connect/authentication
  opaque('directus_key', 'a Directus token', 'directus'),
  // https://dev.epicgames.com/docs/web-api-ref/authentication
  opaque('epicgames_key', 'an Epic Games client secret', 'epic games', 'eos client'),
  // https://www.eventbrite.com/platform/docs/authentication
  opaque('eventbrite_token', 'an Eventbrite token', 'eventbrite'),
  // https://developers.feedly.com/
  opaque('feedly_token', 'a Feedly access token', 'feedly'),
  // https://dev.fitbit.com/build/reference/web-api/developer-guide/authorization/
  opaque('fitbit_key', 'a Fitbit client secret', 'fitbit'),
  // https://help.formspree.io/
  opaque('formspree_key', 'a Formspree key', 'formspree'),
  // https://developers.gengo.com/
  opaque('gengo_key', 'a Gengo private key', 'gengo'),
  // https://ghost.org/docs/admin-api/#token-authentication
  {
    id: 'ghost_key',
    title: 'a Ghost Admin API key',
    names: ['ghost', 'ghost admin'],
    isWord: true,
    alone: ['ghost'],
    value: /[0-9a-f]{24}:[0-9a-f]{64}/,
  },
  // https://open-platform.theguardian.com/documentation/
  { id: 'guardian_key', title: 'a Guardian Open Platform key', names: ['guardian'], isWord: true, value: OPAQUE },
  // https://docs.imgix.com/en-US/apis/management/overview
  opaque('imgix_key', 'an imgix API key', 'imgix'),
  // https://apidocs.imgur.com/
  opaque('imgur_key', 'an Imgur client secret', 'imgur'),
  // https://developers.kakao.com/docs/latest/en/getting-started/app-key
  { ...opaque('kakao_key', 'a Kakao key', 'kakao'), alone: [] },
  // https://lichess.org/api
  {
    id: 'lichess_token',
    title: 'a Lichess token',
    prefixes: ['lip_'],
    rest: alnum(20),
    isShort: true,
    names: ['lichess'],
    value: /lip_[A-Za-z0-9]{20}/,
  },
  // https://developers.lokalise.com/reference/api-authentication
  opaque('lokalise_token', 'a Lokalise token', 'lokalise'),
  // https://docs.mux.com/core/make-api-requests
  { id: 'mux_key', title: 'a Mux token secret', names: ['mux'], isWord: true, value: OPAQUE },
  // https://newsapi.org/docs/authentication
  opaque('newsapi_key', 'a News API key', 'newsapi', 'news api'),
  // https://pastebin.com/doc_api
  opaque('pastebin_key', 'a Pastebin key', 'pastebin'),
  // https://docs.patreon.com/#oauth
  opaque('patreon_token', 'a Patreon token', 'patreon'),
  // https://developers.phrase.com
  { id: 'phrase_token', title: 'a Phrase token', names: ['phrase', 'phraseapp'], isWord: true, value: OPAQUE },
  // https://docs.pinata.cloud
  opaque('pinata_key', 'a Pinata secret', 'pinata'),
  // https://pixabay.com/api/docs/
  { id: 'pixabay_key', title: 'a Pixabay key', names: ['pixabay'], value: /\d{5,10}-[0-9a-f]{25}/ },
  // https://prismic.io/docs/access-token
  opaque('prismic_token', 'a Prismic token', 'prismic'),
  // https://readwise.io/api_deets
  opaque('readwise_token', 'a Readwise token', 'readwise'),
  // https://github.com/reddit-archive/reddit/wiki/OAuth2
  opaque('reddit_key', 'a Reddit secret', 'reddit'),
  // https://create.roblox.com/docs/cloud/auth/api-keys
  opaque('roblox_key', 'a Roblox key', 'roblox'),
  // https://www.sanity.io/docs/http-auth
  { id: 'sanity_token', title: 'a Sanity token', names: ['sanity'], value: /sk[A-Za-z0-9]{80,200}/ },
  // https://shotstack.io/docs/guide
  opaque('shotstack_key', 'a Shotstack key', 'shotstack'),
  // https://api-reference.shutterstock.com/#authentication
  {
    id: 'shutterstock_token',
    title: 'a Shutterstock token',
    names: ['shutterstock'],
    value: /v2\/[A-Za-z0-9+/=_-]{80,400}/,
  },
  // https://www.storyblok.com/docs/concepts/access-tokens
  opaque('storyblok_token', 'a Storyblok token', 'storyblok'),
  // https://developers.strava.com/docs/authentication/
  opaque('strava_key', 'a Strava secret', 'strava'),
  // https://developers.thinkific.com
  opaque('thinkific_key', 'a Thinkific key', 'thinkific'),
  // https://www.tumblr.com/docs/en/api/v2
  opaque('tumblr_key', 'a Tumblr secret', 'tumblr'),
  // https://uploadcare.com/docs
  opaque('uploadcare_key', 'an Uploadcare secret key', 'uploadcare'),
  // https://docs.wistia.com
  opaque('wistia_token', 'a Wistia token', 'wistia'),
  // https://developer.wordpress.com/docs/oauth2/
  {
    id: 'wordpress_key',
    title: 'a WordPress.com secret',
    names: ['wordpress', 'wordpress client'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.zeplin.dev
  opaque('zeplin_token', 'a Zeplin token', 'zeplin'),
];

export const productsMedia: Family = productFamily('products-media', MEDIA);
