export * from './environment.js';
export * from './reaper.js';
export * from './secret-lines.js';
export * from './start-server.js';
export * from './stderr-tail.js';
