export * from './environment.js';
export * from './reaper.js';
export * from './secret-lines.js';
