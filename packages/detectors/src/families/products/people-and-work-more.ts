import type { Family } from '../../detector.js';
import { hex, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';

/** Sales, surveys, time, documents and staff. */
export const PEOPLE_AND_WORK_MORE: readonly Product[] = [
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
  {
    id: 'tableau_token',
    title: 'a Tableau token',
    names: ['tableau'],
    value: /[\w+/]{16,24}={0,2}:[A-Za-z0-9]{32}/,
  },
  // https://apidocs.teamwork.com/guides/teamwork/authentication
  {
    id: 'teamwork_token',
    title: 'a Teamwork token',
    prefixes: ['tkn.v1_'],
    rest: /[A-Za-z0-9+/]{60,90}={0,2}/,
  },
  // https://engineering.toggl.com/docs/authentication
  { id: 'toggl_token', title: 'a Toggl token', names: ['toggl'], value: hex(32) },
  // https://developer.unbounce.com
  opaque('unbounce_key', 'an Unbounce key', 'unbounce'),
  // https://userflow.com/docs
  opaque('userflow_key', 'a Userflow key', 'userflow'),
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
    prefixes: ['Zoho-oauthtoken 1000.'],
    rest: /[0-9a-f]{32}\.[0-9a-f]{32}/,
  },
];

export const productsPeopleAndWorkMore: Family = productFamily('products-people-and-work-more', PEOPLE_AND_WORK_MORE);
