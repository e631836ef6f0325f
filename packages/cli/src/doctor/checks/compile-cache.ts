import { findCompileCache } from '@mcp-guard/core/compile-cache';
import { ok, warn, type Check } from '../check.js';

/** Node may use the compiled code of the guard again. */
export const compileCache: Check = {
  id: 'compile-cache',
  run({ tools: { guardProgram } }) {
    const { folder, problem } = findCompileCache(guardProgram);
    if (problem !== undefined) return warn(problem, 'remove that folder; the next start makes a new one');
    return folder === undefined ? [] : ok(`the guard is compiled once, into ${folder}`);
  },
};
