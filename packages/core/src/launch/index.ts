export * from './environment.js';
export * from './reaper.js';
export * from './secret-lines.js';
export { informativeLines } from './informative-lines.js';
