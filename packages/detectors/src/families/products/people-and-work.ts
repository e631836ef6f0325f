import type { Family } from '../../detector.js';
import { hex, opaque, productFamily, OPAQUE, type Product } from '../../rules/product.js';

/** `ct`, what kind of token it is, and a checksum at the end. */
const CHIEF = 'abcdefghijklmnopqrstuvwxyz'.split('').map((kind) => `ct${kind}_`);

/** Staff, customers, projects, books and documents. */
export const PEOPLE_AND_WORK: readonly Product[] = [
  // https://www.aha.io/api
  { id: 'aha_key', title: 'an Aha! API key', names: ['aha'], isWord: true, value: OPAQUE },
  // https://dev.alayacare.com/
  opaque('alayacare_key', 'an AlayaCare key', 'alayacare'),
  // https://app.atera.com/apidocs
  { id: 'atera_key', title: 'an Atera API key', names: ['atera'], isWord: true, value: OPAQUE },
  // https://aps.autodesk.com/en/docs/oauth/v2/overview/
  opaque('autodesk_key', 'an Autodesk client secret', 'autodesk', 'aps client', 'forge client'),
  // https://documentation.bamboohr.com/docs/getting-started
  opaque('bamboohr_key', 'a BambooHR API key', 'bamboohr'),
  // https://bloomerang.com/api/rest-api/
  opaque('bloomerang_key', 'a Bloomerang API key', 'bloomerang'),
  // https://developer.calendly.com/getting-started
  opaque('calendly_token', 'a Calendly token', 'calendly'),
  // https://canvas.instructure.com/doc/api/file.oauth.html
  {
    id: 'canvas_token',
    title: 'a Canvas access token',
    names: ['canvas', 'canvas lms', 'instructure'],
    isWord: true,
    value: /(?:\d{1,8}~)?[A-Za-z0-9]{64}/,
  },
  // https://docs.checkr.com/#section/Authentication
  opaque('checkr_key', 'a Checkr API key', 'checkr'),
  // https://docs.chief.tools/accountchief/tokens
  { id: 'chieftools_token', title: 'a Chief Tools token', prefixes: CHIEF, rest: /[A-Za-z0-9]{36,248}/ },
  // https://clearbit.com/docs#authentication
  opaque('clearbit_key', 'a Clearbit API key', 'clearbit'),
  // https://docs.clockify.me/#section/Authentication
  opaque('clockify_key', 'a Clockify API key', 'clockify'),
  // https://developer.close.com/topics/authentication/
  {
    id: 'close_key',
    title: 'a Close API key',
    names: ['close api'],
    isWord: true,
    value: /api_[A-Za-z0-9]{16,32}\.[A-Za-z0-9]{16,32}/,
  },
  // https://coda.io/developers/apis/v1
  { id: 'coda_token', title: 'a Coda API token', names: ['coda'], isWord: true, value: OPAQUE },
  // https://developer.copper.com/introduction/authentication.html
  { id: 'copper_key', title: 'a Copper API key', names: ['copper', 'prosperworks'], isWord: true, value: OPAQUE },
  // https://developers.docusign.com/platform/auth/
  opaque('docusign_key', 'a DocuSign secret', 'docusign'),
  // https://docs.dovetail.com/developer-docs/docs/02-Authorization
  { id: 'dovetail_token', title: 'a Dovetail API token', names: ['dovetail'], value: /api\.[A-Za-z0-9_.-]{30,200}/ },
  // https://developers.envoy.com/
  { id: 'envoy_key', title: 'an Envoy API key', names: ['envoy'], isWord: true, value: OPAQUE },
  // https://everhour.docs.apiary.io/
  opaque('everhour_key', 'an Everhour API key', 'everhour'),
  // https://developer.float.com/
  {
    id: 'float_token',
    title: 'a Float API token',
    names: ['float api', 'float access'],
    isWord: true,
    value: OPAQUE,
  },
  // https://docs.fulcrumapp.com/docs/authentication
  { id: 'fulcrum_token', title: 'a Fulcrum API token', names: ['fulcrum', 'fulcrumapp'], isWord: true, value: OPAQUE },
  // https://platform.fullcontact.com/docs
  opaque('fullcontact_key', 'a FullContact API key', 'fullcontact'),
  // https://developers.greenhouse.io/harvest.html#authentication
  opaque('greenhouse_key', 'a Greenhouse API key', 'greenhouse'),
  // https://docs.gusto.com/app-integrations/docs/authentication
  { id: 'gusto_token', title: 'a Gusto API token', names: ['gusto'], isWord: true, value: OPAQUE },
  // https://developer.helpscout.com/mailbox-api/overview/authentication/
  opaque('helpscout_key', 'a Help Scout secret', 'help scout'),
  // https://api.insightly.com/v3.1/Help#!/Overview/Authentication
  opaque('insightly_key', 'an Insightly API key', 'insightly'),
  // https://developer.ironcladapp.com/
  {
    id: 'ironclad_token',
    title: 'an Ironclad access token',
    names: ['ironclad', 'ironclad app'],
    isWord: true,
    value: OPAQUE,
  },
  // https://apidoc.jazzhrapis.com/
  opaque('jazzhr_key', 'a JazzHR API key', 'jazzhr'),
  // https://api.jotform.com/docs/#authentication
  { id: 'jotform_key', title: 'a Jotform API key', names: ['jotform'], value: hex(32) },
  // https://developer.knowbe4.com/rest/reporting#tag/Authentication
  opaque('knowbe4_key', 'a KnowBe4 API key', 'knowbe4'),
];

export const productsWork: Family = productFamily('products-work', PEOPLE_AND_WORK);
