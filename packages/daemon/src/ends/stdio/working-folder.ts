import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { ServerConfig } from '@mcp-guard/policy';

/**
 * Where a server starts: the folder of its entry, else the client's, else the home folder.
 * Without symbolic links, so that rules read relative paths as the server does.
 */
export function workingFolder({ cwd }: Pick<ServerConfig, 'cwd'>, clientCwd: string): string {
  const folder = resolve(cwd ?? (isFolder(clientCwd) ? clientCwd : homedir()));
  return isFolder(folder) ? realpathSync.native(folder) : folder;
}

export function isFolder(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
