import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { matchAround } from '../rules/place.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

// The organisation, then the session: https://help.salesforce.com/s/articleView?id=000385215.
const SALESFORCE = /(?<=(00D[A-Za-z0-9]{12}))!A[QR][\w.]{80,130}(?![\w.])/y;

/** Sales, support and books. */
export const customers: Family = {
  name: 'customers',
  detectors: [
    // https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview
    secret(
      'hubspot_key',
      'HubSpot key',
      prefixed(['pat-na', 'pat-eu', 'pat-ap'], new RegExp(`\\d-${UUID}`, 'i')),
      labelled(['hubspot'], new RegExp(UUID, 'i')),
    ),
    // Base64 of `tok:` and the rest: https://developers.intercom.com/docs/build-an-integration/learn-more/authentication.
    secret(
      'intercom_token',
      'Intercom token',
      prefixedRun(['dG9rOj', 'dG9rOm'], 'A-Za-z0-9+/=', 40, 90),
      labelled(['intercom'], /[\w=-]{60}/),
    ),
    secret(
      'salesforce_token',
      'Salesforce session',
      { anchors: ['!AQ', '!AR'], seams: true, verify: matchAround(SALESFORCE) },
      // https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_tokens_scopes.htm
      labelled(['salesforce', 'sfdc'], /5Aep[\w.]{80,100}|[0-9A-F]{64}/),
    ),
    // https://developer.zendesk.com/api-reference/introduction/security-and-auth
    secret('zendesk_key', 'Zendesk key', labelled(['zendesk'], /[A-Za-z0-9]{40}/)),
    // https://developers.freshdesk.com/api/#authentication
    secret('freshdesk_key', 'Freshworks key', labelled(['freshdesk', 'freshservice', 'freshsales'], /[A-Za-z0-9]{20}/)),
    // https://www.freshbooks.com/api/authentication
    secret('freshbooks_token', 'FreshBooks token', labelled(['freshbooks'], /[a-z0-9]{64}/)),
  ],
};
