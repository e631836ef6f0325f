export * from './load.js';
export * from './match.js';
export { ConfigError, findNearest } from './problems.js';
export type { Config, ServerConfig, ServerPolicy } from './schema.js';
export * from './trusted-file.js';
