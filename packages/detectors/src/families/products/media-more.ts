import type { Family } from '../../detector.js';
import { OPAQUE, product } from '../../rules/product.js';

/** Pictures, films, words and games. */
export const mediaMore: Family = {
  name: 'products-media-more',
  detectors: [
    // https://lichess.org/api
    product({ id: 'lichess_token', title: 'a Lichess token', names: ['lichess'], value: /lip_[A-Za-z0-9]{20}/ }),
    // https://developers.lokalise.com/reference/api-authentication
    product({ id: 'lokalise_token', title: 'a Lokalise token', names: ['lokalise'], value: OPAQUE }),
    // https://docs.mux.com/core/make-api-requests
    product({ id: 'mux_key', title: 'a Mux token secret', names: ['mux'], isWord: true, value: OPAQUE }),
    // https://newsapi.org/docs/authentication
    product({ id: 'newsapi_key', title: 'a News API key', names: ['newsapi', 'news api'], value: OPAQUE }),
    // https://pastebin.com/doc_api
    product({ id: 'pastebin_key', title: 'a Pastebin key', names: ['pastebin'], value: OPAQUE }),
    // https://docs.patreon.com/#oauth
    product({ id: 'patreon_token', title: 'a Patreon token', names: ['patreon'], value: OPAQUE }),
    // https://developers.phrase.com
    product({
      id: 'phrase_token',
      title: 'a Phrase token',
      names: ['phrase', 'phraseapp'],
      isWord: true,
      value: OPAQUE,
    }),
    // https://docs.pinata.cloud
    product({ id: 'pinata_key', title: 'a Pinata secret', names: ['pinata'], value: OPAQUE }),
    // https://pixabay.com/api/docs/
    product({ id: 'pixabay_key', title: 'a Pixabay key', names: ['pixabay'], value: /\d{5,10}-[0-9a-f]{25}/ }),
    // https://prismic.io/docs/access-token
    product({ id: 'prismic_token', title: 'a Prismic token', names: ['prismic'], value: OPAQUE }),
    // https://readwise.io/api_deets
    product({ id: 'readwise_token', title: 'a Readwise token', names: ['readwise'], value: OPAQUE }),
    // https://github.com/reddit-archive/reddit/wiki/OAuth2
    product({ id: 'reddit_key', title: 'a Reddit secret', names: ['reddit'], value: OPAQUE }),
    // https://create.roblox.com/docs/cloud/auth/api-keys
    product({ id: 'roblox_key', title: 'a Roblox key', names: ['roblox'], value: OPAQUE }),
    // https://www.sanity.io/docs/http-auth
    product({ id: 'sanity_token', title: 'a Sanity token', names: ['sanity'], value: /sk[A-Za-z0-9]{80,200}/ }),
    // https://shotstack.io/docs/guide
    product({ id: 'shotstack_key', title: 'a Shotstack key', names: ['shotstack'], value: OPAQUE }),
    // https://api-reference.shutterstock.com/#authentication
    product({
      id: 'shutterstock_token',
      title: 'a Shutterstock token',
      names: ['shutterstock'],
      value: /v2\/[A-Za-z0-9+/=_-]{80,400}/,
    }),
    // https://www.storyblok.com/docs/concepts/access-tokens
    product({ id: 'storyblok_token', title: 'a Storyblok token', names: ['storyblok'], value: OPAQUE }),
    // https://developers.strava.com/docs/authentication/
    product({ id: 'strava_key', title: 'a Strava secret', names: ['strava'], value: OPAQUE }),
    // https://developers.thinkific.com
    product({ id: 'thinkific_key', title: 'a Thinkific key', names: ['thinkific'], value: OPAQUE }),
    // https://www.tumblr.com/docs/en/api/v2
    product({ id: 'tumblr_key', title: 'a Tumblr secret', names: ['tumblr'], value: OPAQUE }),
    // https://uploadcare.com/docs
    product({ id: 'uploadcare_key', title: 'an Uploadcare secret key', names: ['uploadcare'], value: OPAQUE }),
    // https://docs.wistia.com
    product({ id: 'wistia_token', title: 'a Wistia token', names: ['wistia'], value: OPAQUE }),
    // https://developer.wordpress.com/docs/oauth2/
    product({
      id: 'wordpress_key',
      title: 'a WordPress.com secret',
      names: ['wordpress client', 'wordpress oauth', 'wordpress api'],
      value: OPAQUE,
    }),
    // https://docs.zeplin.dev
    product({ id: 'zeplin_token', title: 'a Zeplin token', names: ['zeplin'], value: OPAQUE }),
  ],
};
