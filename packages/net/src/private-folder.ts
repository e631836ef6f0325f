import { lstatSync } from 'node:fs';
import { commandLine } from '@mcp-guard/core';
import { unusable } from '@mcp-guard/core/private-file';

/** There is such a folder. Throws CONFIG_INVALID for one that is open to others. */
export function isPrivateFolder(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (!stat) return false;
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) throw unusable(folder, 'is not a folder of this user');
  if ((stat.mode & 0o077) !== 0)
    throw unusable(folder, 'is open to others', { command: commandLine('chmod 700', folder) });
  return true;
}
