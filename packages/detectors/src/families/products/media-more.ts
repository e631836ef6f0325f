import type { Family } from '../../detector.js';
import { OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';

/** Pictures, films, words and games. */
export const MEDIA_MORE: readonly Product[] = [
  // https://lichess.org/api
  { id: 'lichess_token', title: 'a Lichess token', names: ['lichess'], value: /lip_[A-Za-z0-9]{20}/ },
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
  {
    id: 'phrase_token',
    title: 'a Phrase token',
    names: ['phrase', 'phraseapp'],
    isWord: true,
    value: OPAQUE,
  },
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

export const productsMediaMore: Family = productFamily('products-media-more', MEDIA_MORE);
