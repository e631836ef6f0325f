import { findCommand } from '@mcp-guard/core/search-path';
import { leadsToGuard, toReal } from '../scan/installed-guard.js';
import { isOfProject } from '../scan/project-guard.js';
import type { GuardProgram } from './guard-program.js';

/** The command of the guard in a file that others use on machines of their own. */
export const PORTABLE = 'mcp-guard';

/** Why an entry cannot start the guard by its name alone; nothing if it can. */
export function whyNotPortable({ bin, searchPath = '', entrance, usual, config }: GuardProgram): string | undefined {
  if (config !== entrance.config) return 'your configuration is not the one in the home';
  if (entrance.home !== usual) return 'MCP_GUARD_HOME is set';
  const found = findCommand(PORTABLE, searchPath, '/');
  if (found === undefined) return 'mcp-guard is not on your PATH';
  const isOurs = toReal(found) === toReal(bin) || (leadsToGuard(found) && !isOfProject(found, undefined));
  return isOurs ? undefined : 'the mcp-guard on your PATH is another program';
}
