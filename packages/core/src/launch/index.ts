export * from './environment.js';
export * from './reaper.js';
