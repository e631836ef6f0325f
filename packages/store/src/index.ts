export * from './audit-reader.js';
export * from './audit-store.js';
export * from './chain.js';
export * from './database.js';
export * from './file-identity.js';
export * from './maintenance.js';
export * from './memory-audit-store.js';
export * from './sqlite-audit-store.js';
