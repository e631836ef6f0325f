import { thisSystem } from '@mcp-guard/policy';
import { CLIENTS } from '../../clients/registry.js';
import { count } from '../../output/count.js';
import { readBaseline } from '../../scan/baseline.js';
import { checkFiles } from '../../scan/check.js';
import { findUserFiles } from '../../scan/find-files.js';
import { ok, warn, type Check } from '../check.js';

/** Rules of `scan` about the way from a client to the guard. */
const ABOUT_THE_GUARD = new Map([
  ['guard-gone', 'fail'],
  ['bypasses-guard', 'warn'],
] as const);

const MOVE = { words: 'see why with mcp-guard init; if it has to stay so:', command: 'mcp-guard scan --accept' };

/** The servers of this user's clients are reached through the guard. */
export const clients: Check = {
  id: 'clients',
  run({ tools }) {
    const { files, unread } = findUserFiles(thisSystem(tools.env), CLIENTS);
    const baseline = readBaseline(tools.entrance.accepted);
    let accepted = 0;
    const found = checkFiles(files).flatMap((finding) => {
      const { rule, client, server, why } = finding;
      const state = [...ABOUT_THE_GUARD].find(([id]) => id === rule)?.[1];
      if (state === 'warn' && baseline.has(finding)) {
        accepted++;
        return [];
      }
      return state ? [{ state, what: `${client} ${server ?? ''}: ${why}`, fix: MOVE }] : [];
    });
    const unknown = unread.flatMap(({ file, line, why }) =>
      warn(`${line === undefined ? file : `${file}:${line}`} cannot be read: ${why}`, 'correct the file'),
    );
    const altered =
      baseline.problem === undefined
        ? []
        : warn(baseline.problem, { words: 'remove that file, then:', command: 'mcp-guard scan --accept' });
    const problems = [...found, ...unknown, ...altered];
    if (problems.length > 0) return problems;
    const servers = files.reduce((sum, file) => sum + file.servers.length, 0);
    if (servers === 0) return ok('your clients have no servers');
    const all = `${count(servers, 'server')} of your clients, all behind the guard`;
    return ok(accepted === 0 ? all : `${all} but ${accepted} that you accept (mcp-guard scan --all)`);
  },
};
