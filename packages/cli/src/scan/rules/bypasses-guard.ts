import type { ServerRun } from '../../clients/client-format.js';
import { isGuard } from '../guard-launch.js';
import { programOf, readLaunch, type Launch } from '../launch.js';
import { NONE, type Rule } from '../rule.js';
import { tell } from '../tell.js';

export const bypassesGuard: Rule = {
  id: 'bypasses-guard',
  severity: 'medium',
  title: 'a server that is not started through `mcp-guard connect`',
  checkServer({ file, server: { name, run, disabled } }) {
    if (disabled || run.kind === 'unknown') return NONE; // `unclear-entry`
    if (run.kind === 'remote') {
      const fix = 'prefer a server that a command starts: this version guards those only';
      return [{ why: 'its calls are neither checked nor recorded', fix }];
    }
    const launch = readLaunch(run);
    if (launch && isGuard(launch) && !(file.scope === 'project' && isLedAway(run, launch))) return NONE;
    const fix = `start it with mcp-guard connect -s ${tell(name)}`;
    return [{ why: 'its calls are neither checked nor recorded', fix }];
  },
};

/** Where programs and the guard's own configuration are found. */
const LEADS = /^(?:PATH|NODE_OPTIONS|LD_|DYLD_|MCP_GUARD_(?!FORWARD$))/i;

/** A repository that names the guard may bring its own: another program of that name, or another configuration. */
const isLedAway = (run: StdioRun, { args }: Launch): boolean =>
  programOf(run.command) === 'env' ||
  Object.keys(run.env).some((name) => LEADS.test(name)) ||
  args.some((arg) => /^(?:-c|--config)/.test(arg));

type StdioRun = Extract<ServerRun, { readonly kind: 'stdio' }>;
