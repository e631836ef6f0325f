export * from './environment.js';
export * from './reaper.js';
export * from './secret-lines.js';
export { tellingLines } from './telling-lines.js';
