export { ApprovalBook } from './approvals/approval-book.js';
export { Approvals } from './approvals/approvals.js';
export { OpenCalls } from './approvals/open-calls.js';
export { emptyEntry } from './audit-tap.js';
export { Delivery } from './delivery.js';
export * from './main.js';
