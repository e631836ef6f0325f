import type { Family } from '../../detector.js';
import { hex, OPAQUE, product } from '../../rules/product.js';

/** Sales, surveys, time, documents and staff. */
export const peopleAndWorkMore: Family = {
  name: 'products-people-and-work-more',
  detectors: [
    // https://docs.merge.dev/basics/authentication/
    product({
      id: 'merge_key',
      title: 'a Merge key',
      names: ['merge api', 'merge dev', 'merge access'],
      isWord: true,
      value: OPAQUE,
    }),
    // https://developers.miro.com/reference/overview
    product({ id: 'miro_token', title: 'a Miro token', names: ['miro'], isWord: true, value: OPAQUE }),
    // https://docs.developers.optimizely.com
    product({ id: 'optimizely_token', title: 'an Optimizely token', names: ['optimizely'], value: OPAQUE }),
    // https://developers.pandadoc.com
    product({ id: 'pandadoc_key', title: 'a PandaDoc key', names: ['pandadoc'], value: OPAQUE }),
    // https://engageapi.pendo.io
    product({
      id: 'pendo_key',
      title: 'a Pendo integration key',
      names: ['pendo integration', 'pendo'],
      isWord: true,
      value: OPAQUE,
    }),
    // https://api.qualtrics.com
    product({ id: 'qualtrics_token', title: 'a Qualtrics token', names: ['qualtrics'], value: OPAQUE }),
    // https://developer.quickbase.com/auth
    product({ id: 'quickbase_token', title: 'a Quickbase token', names: ['quickbase', 'quick base'], value: OPAQUE }),
    // https://developers.rebrandly.com
    product({ id: 'rebrandly_key', title: 'a Rebrandly key', names: ['rebrandly'], value: OPAQUE }),
    // https://refiner.io/docs/api/
    product({ id: 'refiner_key', title: 'a Refiner key', names: ['refiner'], isWord: true, value: OPAQUE }),
    // https://rocketreach.co/api/v2/docs
    product({
      id: 'rocketreach_key',
      title: 'a RocketReach key',
      names: ['rocketreach', 'rocket reach'],
      value: OPAQUE,
    }),
    // https://www.servicenow.com/docs
    product({
      id: 'servicenow_key',
      title: 'a ServiceNow secret',
      names: ['servicenow', 'service now'],
      value: OPAQUE,
    }),
    // https://docs.signaturit.com/api/latest#authentication
    product({ id: 'signaturit_token', title: 'a Signaturit token', names: ['signaturit'], value: OPAQUE }),
    // https://developers.smartsheet.com
    product({ id: 'smartsheet_token', title: 'a Smartsheet token', names: ['smartsheet'], value: OPAQUE }),
    // https://api.surveymonkey.com/v3/docs#authentication
    product({
      id: 'surveymonkey_token',
      title: 'a SurveyMonkey token',
      names: ['surveymonkey', 'survey monkey'],
      value: OPAQUE,
    }),
    // https://help.tableau.com/current/server/en-us/security_personal_access_tokens.htm
    product({
      id: 'tableau_token',
      title: 'a Tableau token',
      names: ['tableau'],
      value: /[\w+/]{16,24}={0,2}:[A-Za-z0-9]{32}/,
    }),
    // https://apidocs.teamwork.com/guides/teamwork/authentication
    product({
      id: 'teamwork_token',
      title: 'a Teamwork token',
      prefixes: ['tkn.v1_'],
      rest: /[A-Za-z0-9+/]{60,90}={0,2}/,
    }),
    // https://engineering.toggl.com/docs/authentication
    product({ id: 'toggl_token', title: 'a Toggl token', names: ['toggl'], value: hex(32) }),
    // https://developer.unbounce.com
    product({ id: 'unbounce_key', title: 'an Unbounce key', names: ['unbounce'], value: OPAQUE }),
    // https://userflow.com/docs
    product({ id: 'userflow_key', title: 'a Userflow key', names: ['userflow'], value: OPAQUE }),
    // https://userstack.com/documentation
    product({ id: 'userstack_key', title: 'a Userstack key', names: ['userstack'], value: OPAQUE }),
    // https://workos.com/docs/reference/authentication
    product({ id: 'workos_key', title: 'a WorkOS key', names: ['workos'], value: OPAQUE }),
    // https://www.zerobounce.net/docs/
    product({ id: 'zerobounce_key', title: 'a ZeroBounce key', names: ['zerobounce', 'zero bounce'], value: OPAQUE }),
    // https://www.zoho.com/accounts/protocol/oauth.html
    product({
      id: 'zoho_token',
      title: 'a Zoho token',
      names: ['zoho'],
      value: /1000\.[0-9a-f]{32}\.[0-9a-f]{32}|[0-9a-f]{42}/,
      prefixes: ['Zoho-oauthtoken 1000.'],
      rest: /[0-9a-f]{32}\.[0-9a-f]{32}/,
    }),
  ],
};
