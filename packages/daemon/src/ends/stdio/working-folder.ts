import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { isFolder } from '@mcp-guard/core/launch';
import type { StdioServer } from '@mcp-guard/policy';

/**
 * Finds the folder in which a server starts: that of its entry, else the client's, else the home folder. Without
 * symbolic links, so that rules read relative paths as the server does.
 */
export function workingFolder({ cwd }: Pick<StdioServer, 'cwd'>, clientCwd: string): string {
  const folder = resolve(cwd ?? (isFolder(clientCwd) ? clientCwd : homedir()));
  return isFolder(folder) ? realpathSync.native(folder) : folder;
}
