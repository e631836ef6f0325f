import type { Family } from '../detector.js';
import { labelled } from '../rules/labelled.js';
import { filtered, matchAround, matchAt } from '../rules/verify.js';
import { prefixed, prefixedRun } from '../rules/prefixed.js';
import { secret } from '../rules/secret.js';
import { isVaried, isWritten } from '../validators/randomness.js';

const isToken = (value: string): boolean => isVaried(value) && !isWritten(value) && /[A-Z]/.test(value);

// The id of a workspace, then the secret: https://developers.asana.com/docs/personal-access-token.
const ASANA = /[12]\/\d{13,18}(?:\/\d{13,18})?:[0-9a-f]{32}/;
const ASANA_IDS = [13, 14, 15, 16, 17, 18].map((length) => '#'.repeat(length));
const ASANA_SHAPES = ['', ...ASANA_IDS.map((id) => `${id}/`)].flatMap((first) =>
  ASANA_IDS.map((id) => `#/${first}${id}:`),
);

// The older ones, which do not expire: https://developers.dropbox.com/oauth-guide.
const DROPBOX = /(?<=(?<![\w-])([A-Za-z0-9]{11}))A{10}(?!A)[\w-]{43}(?![\w-])/y;

/** Documents, tasks and files. */
export const office: Family = {
  name: 'office',
  detectors: [
    // https://developers.notion.com/reference/authentication
    secret('notion_token', 'a Notion token', prefixed(['ntn_'], /\d{11}[A-Za-z0-9]{35}/), {
      anchors: ['secret_'],
      seams: true,
      verify: filtered(matchAt(/secret_[A-Za-z0-9]{43}(?![A-Za-z0-9])/y), isToken),
    }),
    // https://airtable.com/developers/web/api/authentication
    secret(
      'airtable_key',
      'an Airtable token',
      {
        anchors: ['pat'],
        seams: true,
        verify: filtered(matchAt(/pat[A-Za-z0-9]{14}\.[0-9a-f]{64}(?![A-Za-z0-9])/y), (value) => isVaried(value)),
      },
      labelled(['airtable'], /[A-Za-z0-9]{17}(?!\.)/),
    ),
    secret(
      'asana_token',
      'an Asana token',
      { shapes: ASANA_SHAPES, verify: matchAt(new RegExp(`(?<!\\d)${ASANA.source}(?![A-Za-z0-9])`, 'y')) },
      labelled(['asana'], new RegExp(`${ASANA.source}|[a-z0-9]{32}`)),
      // The number of a client; all others are of tasks and users.
      labelled(['asana_token', 'asana-token', 'asanatoken', 'asana_client', 'asana-client', 'asanaclient'], /\d{16}/),
    ),
    // https://developers.dropbox.com/oauth-guide
    secret(
      'dropbox_token',
      'a Dropbox token',
      prefixedRun(['sl.', 'sl.u.'], '\\w-', 120, 1600),
      {
        anchors: ['A'.repeat(10)],
        verify: filtered(matchAround(DROPBOX), (value) => isToken(value.replace('AAAAAAAAAA', ''))),
      },
      labelled(['dropbox'], /[a-z0-9]{15}/),
    ),
    // https://developer.clickup.com/docs/authentication
    secret('clickup_token', 'a ClickUp token', {
      anchors: ['pk_'],
      seams: true,
      verify: filtered(matchAt(/pk_\d{6,10}_[A-Z0-9]{32}(?![A-Za-z0-9])/y), (value) => isVaried(value)),
    }),
  ],
};
