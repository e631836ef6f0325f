import type { Family } from '../../detector.js';
import { hex, opaque, oneOf, productFamily, OPAQUE, TAIL, type Product } from '../../rules/product.js';

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
    value: OPAQUE,
  },
  // https://buttercms.com/docs/api/#authentication
  {
    id: 'buttercms_token',
    title: 'a ButterCMS API token',
    names: ['butter cms'],
    value: hex(40),
  },
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
    value: /[0-9a-f]{24}:[0-9a-f]{64}/,
  },
  // https://open-platform.theguardian.com/documentation/
  {
    id: 'guardian_key',
    title: 'a Guardian Open Platform key',
    names: ['guardian'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.imgix.com/en-US/apis/management/overview
  opaque('imgix_key', 'an imgix API key', 'imgix'),
  // https://apidocs.imgur.com/
  opaque('imgur_key', 'an Imgur client secret', 'imgur'),
  // https://developers.kakao.com/docs/latest/en/getting-started/app-key
  opaque('kakao_key', 'a Kakao key', 'kakao'),
];

export const productsMedia: Family = productFamily('products-media', MEDIA);
