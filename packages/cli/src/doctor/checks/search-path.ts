import { realpathSync } from 'node:fs';
import { findCommand } from '@mcp-guard/core/search-path';
import { ok, warn, type Check } from '../check.js';

/** Entries of projects start `mcp-guard` by its name. */
export const searchPath: Check = {
  id: 'search-path',
  run({ tools: { env, guardProgram } }) {
    const found = findCommand('mcp-guard', env['PATH'] ?? '', '/');
    if (found === undefined) {
      return warn('mcp-guard is not on your PATH', 'add its folder to PATH, or install it as the README says');
    }
    if (realpathSync(found) === realpathSync(guardProgram)) return ok(`mcp-guard on your PATH is this one: ${found}`);
    return warn(
      `${found} is another mcp-guard than this one`,
      `remove it, or put a folder with a link to this one before it on PATH: ${guardProgram}`,
    );
  },
};
