import { realpathSync } from 'node:fs';
import { GuardError, guardHome, type GuardPaths } from '@mcp-guard/core';

/** What a client starts to reach a server through the guard: it needs no PATH and no working folder. */
export interface GuardLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface GuardProgram {
  /** `process.execPath` */
  readonly node: string;
  /** `mcp-guard.cjs`, absolute. */
  readonly bin: string;
  readonly entrance: GuardPaths;
  /** Absolute. */
  readonly config: string;
}

/** Where package managers link the Node that they keep in a folder with its version in its name. */
const LASTING = ['/opt/homebrew/bin/node', '/usr/local/bin/node', '/usr/bin/node'];
/** Folders that `npx` and similar programs fill for one command and may empty at any time. */
const PASSING = /[/\\](?:_npx|_cacache|dlx)[/\\]|[/\\](?:dlx|bunx)-/;

/** Throws CONFIG_INVALID if a program will not stay where it is: nothing may depend on it. @param command to run then */
export function refusePassing(bin: string, command = 'init'): void {
  if (!PASSING.test(bin)) return;
  throw new GuardError('CONFIG_INVALID', 'this mcp-guard runs from a cache and may be removed while clients use it', {
    hint: `npm install --global mcp-guard, and run mcp-guard ${command}`,
  });
}

export function createLauncher({ node, bin, entrance, config }: GuardProgram): (server: string) => GuardLaunch {
  const command = lastingNode(node);
  const named = config === entrance.config ? [] : ['-c', config];
  const env = entrance.home === guardHome({}) ? {} : { MCP_GUARD_HOME: entrance.home };
  return (server) => ({ command, args: [bin, 'connect', '-s', server, ...named], env });
}

/** The same Node at a path that an update does not take away, where there is one. */
export const lastingNode = (node: string): string => LASTING.find((link) => realPath(link) === node) ?? node;

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
