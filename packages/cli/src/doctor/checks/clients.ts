import { thisSystem } from '@mcp-guard/policy';
import { CLIENTS } from '../../clients/registry.js';
import { count } from '../../output/count.js';
import { checkFiles } from '../../scan/check.js';
import { findUserFiles } from '../../scan/find-files.js';
import { ok, warn, type Check } from '../check.js';

/** Rules of `scan` about the way from a client to the guard. */
const ABOUT_THE_GUARD = new Map([
  ['guard-gone', 'fail'],
  ['bypasses-guard', 'warn'],
] as const);

const MOVE = { command: 'mcp-guard init' };

/** The servers of this user's clients are reached through the guard. */
export const clients: Check = {
  id: 'clients',
  run({ tools }) {
    const { files, unread } = findUserFiles(thisSystem(tools.env), CLIENTS);
    const found = checkFiles(files).flatMap(({ rule, client, server, why }) => {
      const state = [...ABOUT_THE_GUARD].find(([id]) => id === rule)?.[1];
      return state ? [{ state, what: `${client} ${server ?? ''}: ${why}`, fix: MOVE }] : [];
    });
    const unknown = unread.flatMap(({ file, line, why }) =>
      warn(`${line === undefined ? file : `${file}:${line}`} cannot be read: ${why}`, 'correct the file'),
    );
    if (found.length + unknown.length > 0) return [...found, ...unknown];
    const servers = files.reduce((sum, file) => sum + file.servers.length, 0);
    if (servers === 0) return ok('your clients have no servers');
    return ok(`${count(servers, 'server')} of your clients, all behind the guard`);
  },
};
