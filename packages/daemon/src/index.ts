export { PendingWrites } from './approvals/pending-writes.js';
export { Approvals } from './approvals/approvals.js';
export { OpenCalls } from './approvals/open-calls.js';
export { Delivery } from './record/delivery.js';
export type { Unwritten } from './record/transaction-writer.js';
export { openMemoryEnd, type MemoryEnd } from './ends/memory.js';
export type { Upstreams } from './ends/registry.js';
export { TIMINGS, type Timings } from './timings.js';
export * from './main.js';
