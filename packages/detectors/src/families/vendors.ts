import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { secret } from '../rules/secret.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { isVaried } from '../validators/randomness.js';

// The organisation, then the session: https://help.salesforce.com.
const SALESFORCE = /(?<=(00D[A-Za-z0-9]{12}))!A[QR][\w.-]{80,130}(?![\w.-])/y;
const CLICKHOUSE = /(?<![A-Za-z0-9])4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y;

/** Products that a line of the table does not describe, each the only one of its kind. */
export const vendors: Family = {
  name: 'vendors',
  detectors: [
    secret(
      'salesforce_token',
      'a Salesforce session',
      { anchors: ['!AQ', '!AR'], seams: true, verify: matchAround(SALESFORCE) },
      // https://help.salesforce.com ("OAuth Tokens and Scopes")
      labelled(['salesforce', 'sfdc'], /5Aep[\w.]{80,100}|[0-9A-F]{64}/),
    ),
    // https://docs.github.com/en/rest/repos/repos#get-a-repository: in each repository that its owner asks for, so that
    // refusing it would refuse them all.
    {
      id: 'github_clone_token',
      title: 'a temporary GitHub clone token',
      group: 'secret.temporary',
      rules: [labelled(['temp_clone_token', 'tempclonetoken'], /[A-Z0-9]{20,64}/)],
    },
    // https://clickhouse.com/docs/cloud/manage/openapi
    secret('clickhouse_key', 'a ClickHouse Cloud secret', {
      anchors: ['4b1d'],
      verify: filtered(matchAt(CLICKHOUSE), (value) => isVaried(value) && /[A-Z]/.test(value)),
    }),
  ],
};
