/* The way to remote servers. It loads undici, so it is imported when the first of them is used. */
export { openOutbound } from './open-outbound.js';
export type { CountConnection, Outbound, OutboundOptions, OutboundRequest, OutboundResponse } from './outbound.js';
