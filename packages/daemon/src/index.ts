export { PendingWrites } from './approvals/pending-writes.js';
export { Approvals } from './approvals/approvals.js';
export { OpenCalls } from './approvals/open-calls.js';
export { Delivery } from './record/delivery.js';
export * from './main.js';
