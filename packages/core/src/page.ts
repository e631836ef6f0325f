/** What the dashboard's page shares with the guard. It runs in a browser: nothing here needs Node.js. */
export * from './control/index.js';
export * from './hint.js';
export * from './safe.js';
