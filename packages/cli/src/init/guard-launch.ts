import { commandLine, GuardError } from '@mcp-guard/core';
import type { GuardProgram } from './guard-program.js';
import { lastingNode } from './lasting-node.js';
import { PORTABLE, whyNotPortable } from './portable.js';

/**
 * The command by which a client reaches a server through the guard: in a user's file it needs no PATH and no working
 * folder.
 */
export interface GuardLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Folders that `npx` and similar programs fill for one command and may empty at any time. */
const PASSING = /[/\\](?:_npx|_cacache|dlx)[/\\]|[/\\](?:dlx|bunx)-/;

/** Throws CONFIG_INVALID if a program will not stay where it is: nothing may depend on it. @param command to run then */
export function refusePassing(bin: string, command: 'init' | 'service install' = 'init'): void {
  if (!PASSING.test(bin)) return;
  throw new GuardError('CONFIG_INVALID', 'this mcp-guard runs from a cache and may be removed while clients use it', {
    hint: {
      words: 'install it as its README says, then:',
      command: commandLine(`mcp-guard ${command}`),
    },
  });
}

/** @param scope of the file in which the entry stands: others use the file of a project, too */
export type LaunchOf = (server: string, scope?: 'user' | 'project') => GuardLaunch;

export function createLauncher(program: GuardProgram): LaunchOf {
  const { node, searchPath, bin, entrance, usual, config } = program;
  const command = lastingNode(node, searchPath);
  const named = config === entrance.config ? [] : ['-c', config];
  const env = entrance.home === usual ? {} : { MCP_GUARD_HOME: entrance.home };
  const isPortable = whyNotPortable(program) === undefined;
  return (server, scope) =>
    scope === 'project' && isPortable
      ? { command: PORTABLE, args: ['connect', '-s', server], env: {} }
      : { command, args: [bin, 'connect', '-s', server, ...named], env };
}
