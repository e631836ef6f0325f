export * from './config.js';
export * from './find-config.js';
export * from './load.js';
export * from './match.js';
export { mergeBase } from './merge.js';
export { ConfigError, findNearest } from './problems.js';
export type { BaseFile, ConfigFile, ServerPolicy } from './schema/config.js';
export * from './trusted-file.js';
export { findWarnings, type Findings } from './warnings.js';
