const NAME = 'node:http';
const MODULE = `\0${NAME}`;

/**
 * Takes what is used of `node:http` without an `import` of it: that reads everything which the module exports, and one
 * part of it loads the whole of `fetch`, for a tenth of what a command needs to start.
 */
export function httpWithoutFetch(...names) {
  return {
    name: 'http-without-fetch',
    resolveId: (id) => (id === NAME ? MODULE : undefined),
    load: (id) =>
      id === MODULE ? `export const { ${names.join(', ')} } = process.getBuiltinModule('${NAME}');` : undefined,
  };
}
