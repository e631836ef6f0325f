import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The system knows the daemon by this name, and starts it at each login. */
export const SERVICE_UNIT = 'mcp-guard.service';
export const SERVICE_LABEL = 'mcp-guard.daemon';

/** systemd looks here for the units of a user. */
export function unitFolder(env: NodeJS.ProcessEnv, userHome: string = homeOf(env)): string {
  const named = env['XDG_CONFIG_HOME'];
  return join(named && isAbsolute(named) ? named : join(userHome, '.config'), 'systemd', 'user');
}

/** launchd looks here for the agents of a user. */
export const agentFolder = (userHome: string): string => join(userHome, 'Library', 'LaunchAgents');

/**
 * The files that decide how a service starts the daemon, and the folder of changes to one of them: a client that wrote
 * there would choose the program that guards it.
 */
export function servicePlaces(env: NodeJS.ProcessEnv): { readonly files: readonly string[]; readonly folder: string } {
  const unit = join(unitFolder(env), SERVICE_UNIT);
  return { files: [unit, join(agentFolder(homeOf(env)), `${SERVICE_LABEL}.plist`)], folder: `${unit}.d` };
}

const homeOf = (env: NodeJS.ProcessEnv): string => env['HOME'] || homedir();
