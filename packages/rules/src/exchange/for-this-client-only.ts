import type { JsonEdit } from '@mcp-guard/core';

/** In the modern era, a result that was filtered for one client may not be cached for others. */
export const FOR_THIS_CLIENT_ONLY: readonly JsonEdit[] = [
  { path: ['result', 'cacheScope'], value: 'private' },
  { path: ['result', 'ttlMs'], value: 0 },
];
