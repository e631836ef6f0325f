import { safe } from '@mcp-guard/core';
import { findCompileCache } from '@mcp-guard/core/compile-cache';
import { ok, warn, type Check } from '../check.js';

/** Node may use the compiled code of the guard again. */
export const compileCache: Check = {
  id: 'compile-cache',
  run({ tools: { guardProgram, env } }) {
    const named = env['NODE_COMPILE_CACHE'];
    if (named) {
      return warn(
        `NODE_COMPILE_CACHE is ${safe(named, 500)}: what lies there runs in the place of the guard’s own program`,
        'unset it for clients, unless no one else can write there',
      );
    }
    const { folder, problem } = findCompileCache(guardProgram);
    if (problem !== undefined)
      return warn(problem, 'let no one else write there, or remove it; the next start makes a new one');
    return folder === undefined ? [] : ok(`the guard is compiled once, into ${folder}`);
  },
};
