const NAME = 'node:http';
const MODULE = `\0${NAME}`;

/** What others wrote uses more of it, and is loaded only with a page. */
const isOurs = (importer) => !importer?.includes('/node_modules/');

/**
 * Takes what is used of `node:http` without an `import` of it: that reads everything which the module exports, and one
 * part of it loads the whole of `fetch`, for a tenth of what a command needs to start.
 */
export function httpWithoutFetch(...names) {
  return {
    name: 'http-without-fetch',
    resolveId: (id, importer) => (id === NAME && isOurs(importer) ? MODULE : undefined),
    load: (id) =>
      id === MODULE ? `export const { ${names.join(', ')} } = process.getBuiltinModule('${NAME}');` : undefined,
  };
}
