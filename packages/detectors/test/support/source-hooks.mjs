import { registerHooks } from 'node:module';

const OURS = /\/packages\/[\w-]+\/(?:src|test)\//;

/** Lets Node load our sources as they are: their imports name what the compiler makes of them. */
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = /^\.{1,2}\/.*\.js$/.test(specifier) && OURS.test(context.parentURL ?? '');
    const conditions = ['@mcp-guard/source', ...(context.conditions ?? [])];
    return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, { ...context, conditions });
  },
});
