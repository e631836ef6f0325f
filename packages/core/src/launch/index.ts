export * from './environment.js';
export * from './find-command.js';
export * from './reaper.js';
