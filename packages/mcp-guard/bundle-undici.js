const INDEX = /\/node_modules\/undici\/index\.js$/;

/** What is used of it: a request over a pool of connections. */
const USED = `
  require('./lib/dispatcher/dispatcher').prototype.request = require('./lib/api/api-request');
  exports.Client = require('./lib/dispatcher/client');
  exports.Pool = require('./lib/dispatcher/pool');
`;

/**
 * Takes what is used of undici without the rest of its index: that loads fetch, caches and mocks, for 80 ms of CPU and
 * 13 MB in every daemon with a remote server, and sets a dispatcher for the fetch of Node. Without this all works as well.
 */
export const undiciWithoutFetch = () => ({
  name: 'undici-without-fetch',
  load: (id) => (INDEX.test(id) ? USED : undefined),
});
