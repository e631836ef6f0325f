/** Tests compare what a daemon keeps in these tables with what a command reads of them. */
export { openApprovalStore } from './sqlite/approval-store.js';
export { openCounterStore } from './sqlite/counter-store.js';
export { openGivenMarkers } from './sqlite/given-markers.js';
export { openShownTools } from './sqlite/shown-tools.js';
export { openSpendingStore } from './sqlite/spending-store.js';
export { openWithheldItems } from './sqlite/withheld-items.js';
