import { GuardError, readKey, safeJson } from '@mcp-guard/core';
import type { CommandTools, ConfigOption } from '../command.js';
import { firstStep } from './first-step.js';

/** Prints the token that programs read with. Throws DAEMON_UNAVAILABLE if no daemon has made one yet. */
export function printToken(tools: CommandTools, { config, json }: ConfigOption & { readonly json?: true }): void {
  const path = tools.findConfig(config);
  const token = readKey(tools.findPaths(path).dashboardToken);
  if (token === undefined) {
    throw new GuardError('DAEMON_UNAVAILABLE', 'there is no token yet: no daemon has run', {
      hint: { command: firstStep(path) },
    });
  }
  tools.print(json ? safeJson({ token }) : token);
}
