import { loadsCode } from '@mcp-guard/policy';
import { isOfTerminal } from '@mcp-guard/core/terminal-environment';
import { listNames } from '../output/count.js';

/** Every server gets these, or shells, terminals and npm set them for themselves. */
const NOT_MISSED =
  /^(?:PATH|HOME|LANG|LANGUAGE|PWD|OLDPWD|SHLVL|_|PS\d|LS_COLORS|COLORTERM|TERM_.*|VTE_.*|HIST.*|MAIL|HOSTNAME|INIT_CWD|npm_.*|MCP_GUARD_.*|__.*)$/;
const MAX_NAMED = 12;
/** npm and pnpm set these for the scripts that they run. */
const OF_NPM =
  /^(?:npm_(?!config_registry$).*|NODE|NODE_PATH|PNPM_.*|COREPACK_.*|EDITOR|VISUAL|PAGER|LESS.*|MCP_GUARD_.*)$/;

/** Variables of this terminal that a client's servers saw and that ours will not see; a server may need one of them. */
export const findUnpassed = (env: NodeJS.ProcessEnv, passEnv: readonly string[]): readonly string[] =>
  Object.keys(env)
    .filter((name) => !NOT_MISSED.test(name) && !isOfTerminal(name) && !loadsCode(name) && !passEnv.includes(name))
    .toSorted();

/**
 * Finds variables that `daemon.pass_env` may not name: they make programs load other code, so each server's `env` sets
 * them.
 */
export const findCodeLoading = (env: NodeJS.ProcessEnv): readonly string[] =>
  Object.keys(env)
    .filter((name) => loadsCode(name) && !isOfTerminal(name) && !OF_NPM.test(name) && name !== 'PATH')
    .toSorted();

export const describeCodeLoading = (names: readonly string[]): string =>
  `nor these, which decide what programs load: ${names.slice(0, MAX_NAMED).join(', ')}\nput what a server needs into its env`;

/** Names only: some of the values are secrets. */
export const describeUnpassed = (names: readonly string[]): string =>
  `servers behind the guard do not see these variables of this terminal: ${listNames(names, MAX_NAMED)}\nlist what a server needs in daemon.pass_env, or in its env`;
