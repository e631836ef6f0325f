import { isForClients } from '@mcp-guard/policy';
import type { ServerRun } from '../clients/client-format.js';
import { isGuard } from './guard-launch.js';
import { programOf, readLaunch, type Launch } from './launch.js';
import type { Place } from './rule.js';

/** Whether a server is started through `mcp-guard connect`, and through ours. */
export function isGuarded({ file, server: { run } }: Place): boolean {
  const launch = readLaunch(run);
  if (run.kind !== 'stdio' || !launch || !isGuard(launch)) return false;
  return file.scope === 'user' || !isLedAway(run, launch);
}

/** A repository that names the guard may bring its own: another program of that name, or another configuration. */
const isLedAway = (run: StdioRun, { args }: Launch): boolean =>
  programOf(run.command) === 'env' ||
  Object.keys(run.env).some((name) => !isForClients(name)) ||
  args.some((arg) => /^(?:-c|--config)/.test(arg));

type StdioRun = Extract<ServerRun, { readonly kind: 'stdio' }>;
