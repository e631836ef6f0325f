import type { Family } from '../../detector.js';
import { hex, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';

/** `ct`, what kind of token it is, and a checksum at the end. */
const CHIEF = 'abcdefghijklmnopqrstuvwxyz'.split('').map((kind) => `ct${kind}_`);

/** Staff, customers, projects, books and documents. */
export const PEOPLE_AND_WORK: readonly Product[] = [
  // https://www.aha.io/api
  { id: 'aha_key', title: 'an Aha! API key', names: ['aha'], isWord: true, alone: ['aha'], value: OPAQUE },
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
  {
    id: 'clearbit_key',
    title: 'a Clearbit API key',
    names: ['clearbit'],
    value: OPAQUE,
    prefixes: ['sk_'],
    rest: hex(32),
    isShort: true,
  },
  // https://docs.clockify.me/#section/Authentication
  opaque('clockify_key', 'a Clockify API key', 'clockify'),
  // https://developer.close.com/topics/authentication/
  {
    id: 'close_key',
    title: 'a Close API key',
    prefixes: ['api_'],
    rest: /[A-Za-z0-9]{20,24}\.[A-Za-z0-9]{20,24}/,
    isShort: true,
    names: ['close api'],
    isWord: true,
    value: /api_[A-Za-z0-9]{16,32}\.[A-Za-z0-9]{16,32}/,
  },
  // https://coda.io/developers/apis/v1
  { id: 'coda_token', title: 'a Coda API token', names: ['coda'], isWord: true, value: OPAQUE },
  // https://developer.copper.com/introduction/authentication.html
  { id: 'copper_key', title: 'a Copper API key', names: ['copper', 'prosperworks'], isWord: true, value: OPAQUE },
  // https://developers.docusign.com/platform/auth/
  // A record of a domain says `docusign=…`.
  { ...opaque('docusign_key', 'a DocuSign secret', 'docusign'), alone: [] },
  // https://docs.dovetail.com/developer-docs/docs/02-Authorization
  { id: 'dovetail_token', title: 'a Dovetail API token', names: ['dovetail'], value: /api\.[A-Za-z0-9_.-]{30,200}/ },
  // https://developers.envoy.com/
  { id: 'envoy_key', title: 'an Envoy API key', names: ['envoy'], isWord: true, value: OPAQUE },
  // https://everhour.docs.apiary.io/
  opaque('everhour_key', 'an Everhour API key', 'everhour'),
  // https://developer.float.com/
  { id: 'float_token', title: 'a Float API token', names: ['float api', 'float access'], isWord: true, value: OPAQUE },
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
  // https://docs.merge.dev/basics/authentication/
  {
    id: 'merge_key',
    title: 'a Merge key',
    names: ['merge api', 'merge dev', 'merge access'],
    isWord: true,
    value: OPAQUE,
  },
  // https://developers.miro.com/reference/overview
  { id: 'miro_token', title: 'a Miro token', names: ['miro'], isWord: true, value: OPAQUE },
  // https://docs.developers.optimizely.com
  opaque('optimizely_token', 'an Optimizely token', 'optimizely'),
  // https://developers.pandadoc.com
  opaque('pandadoc_key', 'a PandaDoc key', 'pandadoc'),
  // https://engageapi.pendo.io
  {
    id: 'pendo_key',
    title: 'a Pendo integration key',
    names: ['pendo integration', 'pendo'],
    isWord: true,
    value: OPAQUE,
  },
  // https://api.qualtrics.com
  opaque('qualtrics_token', 'a Qualtrics token', 'qualtrics'),
  // https://developer.quickbase.com/auth
  opaque('quickbase_token', 'a Quickbase token', 'quickbase', 'quick base'),
  // https://developers.rebrandly.com
  opaque('rebrandly_key', 'a Rebrandly key', 'rebrandly'),
  // https://refiner.io/docs/api/
  { id: 'refiner_key', title: 'a Refiner key', names: ['refiner'], isWord: true, value: OPAQUE },
  // https://rocketreach.co/api/v2/docs
  opaque('rocketreach_key', 'a RocketReach key', 'rocketreach', 'rocket reach'),
  // https://www.servicenow.com/docs
  opaque('servicenow_key', 'a ServiceNow secret', 'servicenow', 'service now'),
  // https://docs.signaturit.com/api/latest#authentication
  opaque('signaturit_token', 'a Signaturit token', 'signaturit'),
  // https://developers.smartsheet.com
  opaque('smartsheet_token', 'a Smartsheet token', 'smartsheet'),
  // https://api.surveymonkey.com/v3/docs#authentication
  opaque('surveymonkey_token', 'a SurveyMonkey token', 'surveymonkey'),
  // https://help.tableau.com/current/server/en-us/security_personal_access_tokens.htm
  { id: 'tableau_token', title: 'a Tableau token', names: ['tableau'], value: /[\w+/]{16,24}={0,2}:[A-Za-z0-9]{32}/ },
  // https://apidocs.teamwork.com/guides/teamwork/authentication
  { id: 'teamwork_token', title: 'a Teamwork token', prefixes: ['tkn.v1_'], rest: /[A-Za-z0-9+/]{60,90}={0,2}/ },
  // https://engineering.toggl.com/docs/authentication
  { id: 'toggl_token', title: 'a Toggl token', names: ['toggl'], value: hex(32) },
  // https://developer.unbounce.com
  opaque('unbounce_key', 'an Unbounce key', 'unbounce'),
  // https://userflow.com/docs
  { ...opaque('userflow_key', 'a Userflow key', 'userflow'), alone: [] },
  // https://userstack.com/documentation
  opaque('userstack_key', 'a Userstack key', 'userstack'),
  // https://workos.com/docs/reference/authentication
  opaque('workos_key', 'a WorkOS key', 'workos'),
  // https://www.zerobounce.net/docs/
  opaque('zerobounce_key', 'a ZeroBounce key', 'zerobounce', 'zero bounce'),
  // https://www.zoho.com/accounts/protocol/oauth.html
  {
    id: 'zoho_token',
    title: 'a Zoho token',
    names: ['zoho'],
    value: /1000\.[0-9a-f]{32}\.[0-9a-f]{32}|[0-9a-f]{42}/,
    prefixes: ['1000.'],
    rest: /[0-9a-f]{32}\.[0-9a-f]{32}/,
  },
];

export const productsWork: Family = productFamily('products-work', PEOPLE_AND_WORK);
