import type { Loaded } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';
import { count } from '../output/count.js';
import { findUser } from '../explain/caller.js';
import { readKnownTools } from '../record/known-tools.js';
import { listTools } from '../explain/tool-verdicts.js';

/** Says at the end of `init` what holds from now on, and the next steps. */
export async function describeProtection(tools: CommandTools, config: string): Promise<string> {
  const loaded = await tools.load(config);
  const known = readKnownTools(tools.findPaths(config), tools.env);
  const caller = findUser(loaded.config.auth);
  const rows = Object.keys(loaded.config.servers).flatMap((server) => listTools(loaded, server, known, caller));
  const restricted = rows.filter(({ verdict }) => verdict !== 'allowed').length;
  return [
    describeSearch(loaded),
    restricted === 0
      ? 'No tool is restricted yet.'
      : `${restricted} of ${count(rows.length, 'tool')} ${restricted === 1 ? 'is' : 'are'} restricted.`,
    '',
    'Next, after the restart:',
    '  mcp-guard tools       what each tool may do; deny, ask and allow change it',
    '  mcp-guard dashboard   what happens, in the browser; in a terminal: logs -f',
  ].join('\n');
}

/** Says in lines of 80 columns what is done about contents of messages. */
function describeSearch({ config: { pii } }: Loaded): string {
  if (pii.length === 0) return 'Calls are recorded from now on. Messages are not searched (pii.enabled: false).';
  if (pii.some(({ rules }) => Object.keys(rules.actions).length > 0)) {
    return 'Messages are searched from now on: pii.actions says what is stopped.';
  }
  return 'Secrets are stopped from now on. Ids and card numbers do not leave, and are\nredacted in answers; other personal data is only recorded.';
}
