import type { RegisterCommand } from '../command.js';
import { registerTree, type CommandTree } from './command-tree.js';

/** Every command, in the order of the help and of its groups (`help-groups.ts`), with what loads it. */
const COMMANDS: ReadonlyMap<string, () => Promise<RegisterCommand>> = new Map([
  ['init', async () => (await import('./init.js')).init],
  ['connect', async () => (await import('./connect.js')).connect],
  ['auth', async () => (await import('./auth.js')).auth],
  ['doctor', async () => (await import('./doctor.js')).doctor],
  ['uninstall', async () => (await import('./uninstall.js')).uninstall],
  ['completion', async () => (await import('./completion.js')).completion],
  ['status', async () => (await import('./status.js')).status],
  ['logs', async () => (await import('./logs.js')).logs],
  ['dashboard', async () => (await import('./dashboard.js')).dashboard],
  ['top', async () => (await import('./top.js')).top],
  ['scan', async () => (await import('./scan.js')).scan],
  ['approvals', async () => (await import('./approvals.js')).approvals],
  ['tools', async () => (await import('./tools.js')).tools],
  ['deny', async () => (await import('./deny.js')).deny],
  ['ask', async () => (await import('./ask.js')).ask],
  ['allow', async () => (await import('./allow.js')).allow],
  ['explain', async () => (await import('./explain.js')).explain],
  ['validate', async () => (await import('./validate.js')).validate],
  ['except', async () => (await import('./except.js')).except],
  ['base', async () => (await import('./base.js')).base],
  ['start', async () => (await import('./start.js')).start],
  ['stop', async () => (await import('./stop.js')).stop],
  ['panic', async () => (await import('./panic.js')).panic],
  ['release', async () => (await import('./release.js')).release],
  ['restart', async () => (await import('./restart.js')).restart],
  ['service', async () => (await import('./service.js')).service],
  ['health', async () => (await import('./health.js')).health],
  ['summary', async () => (await import('./summary.js')).summary],
  ['errors', async () => (await import('./errors.js')).errors],
  ['dashboard-token', async () => (await import('./dashboard-token.js')).dashboardToken],
  ['plan-edit', async () => (await import('./plan-edit.js')).planEdit],
  ['complete', async () => (await import('./complete.js')).complete],
]);

/** It completes the words of all others. */
const ABOUT_ALL = 'complete';

/**
 * Only the named command, so it does not wait for the code of others.
 * @param listed for the help, a misspelt name and completion; without it all commands are loaded for these
 */
export async function loadCommands(
  named?: string,
  listed?: () => Promise<readonly CommandTree[]>,
): Promise<readonly RegisterCommand[]> {
  const load = COMMANDS.get(named ?? '');
  if (load && named !== ABOUT_ALL) return [await load()];
  if (!listed || named === 'help') return Promise.all([...COMMANDS.values()].map((each) => each()));
  const others = registerTree((await listed()).filter(({ name }) => name !== ABOUT_ALL));
  return load ? [others, await load()] : [others];
}
