export { ApprovalBook } from './approvals/approval-book.js';
export { Approvals } from './approvals/approvals.js';
export { OpenCalls } from './approvals/open-calls.js';
export { Delivery } from './record/delivery.js';
export * from './main.js';
