/** Requests and responses of the daemon's control API, shared by the daemon and its callers. */
export * from './approval.js';
export * from './approval-view.js';
export * from './approvals-status.js';
export * from './audit-status.js';
export * from './config-status.js';
export * from './daemon-health.js';
export * from './daemon-status.js';
export * from './decision.js';
export * from './prune.js';
export * from './server-status.js';
export * from './spend-status.js';
export * from './stop-report.js';
