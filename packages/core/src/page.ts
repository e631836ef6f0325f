/** The dashboard's page and the guard share this. It runs in a browser: nothing here needs Node.js. */
export * from './control/index.js';
export * from './hint.js';
export * from './record/outcomes.js';
export * from './record/record-number.js';
export * from './safe.js';
