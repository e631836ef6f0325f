import type { CallDetail, CallPage } from '@mcp-guard/core';
import type { History } from './history.js';
import { parseCallQuery, parseSeq } from './history-query.js';

/** The record of calls, for people who look back. */
export interface CallsView {
  /** Throws MALFORMED_MESSAGE for a condition that there is not. */
  page(query: URLSearchParams): Promise<CallPage>;
  /** Returns nothing if there is no such call. */
  detail(seq: string): Promise<CallDetail | undefined>;
}

export const openCallsView = (history: History): CallsView => ({
  page: (query) => history.ask<'calls'>({ kind: 'calls', query: parseCallQuery(query) }),
  detail: async (seq) => history.ask<'call'>({ kind: 'call', seq: parseSeq(seq) }),
});
