import type { Family } from '../detector.js';
import { named } from '../rules/beside-name.js';
import { labelled } from '../rules/labelled.js';
import { matchAround } from '../rules/verify.js';
import { prefixedRun } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';

// The organisation, then the session: https://help.salesforce.com.
const SALESFORCE = /(?<=(00D[A-Za-z0-9]{12}))!A[QR][\w.-]{80,130}(?![\w.-])/y;

/** Sales, support and books. */
export const customers: Family = {
  name: 'customers',
  detectors: [
    // Base64 of `tok:` and the rest: https://developers.intercom.com/docs/build-an-integration/learn-more/authentication.
    secret(
      'intercom_token',
      'an Intercom token',
      prefixedRun(['dG9rOj', 'dG9rOm'], 'A-Za-z0-9+/=', 40, 90),
      ...named(['intercom'], /[\w=-]{60}/),
    ),
    secret(
      'salesforce_token',
      'a Salesforce session',
      { anchors: ['!AQ', '!AR'], seams: true, verify: matchAround(SALESFORCE) },
      // https://help.salesforce.com ("OAuth Tokens and Scopes")
      labelled(['salesforce', 'sfdc'], /5Aep[\w.]{80,100}|[0-9A-F]{64}/),
    ),
  ],
};
