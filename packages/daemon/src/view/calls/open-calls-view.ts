import type { CallDetail, CallPage } from '@mcp-guard/core';
import { toReadyLines } from '@mcp-guard/policy';
import type { History } from './history.js';
import { parseCallQuery, parseSeq } from './history-query.js';

/** The record of calls, for people who look back. */
export interface CallsView {
  /** Throws MALFORMED_MESSAGE for a condition that there is not. */
  page(query: URLSearchParams): Promise<CallPage>;
  /** Returns nothing if there is no such call. */
  detail(seq: string): Promise<CallDetail | undefined>;
}

const FOUND = /\(([\w-]{1,64})\) at .* fingerprint is ([0-9a-f]{16})$/u;

export const openCallsView = (history: History): CallsView => ({
  page: (query) => history.ask<'calls'>({ kind: 'calls', query: parseCallQuery(query) }),
  async detail(seq) {
    const found = await history.ask<'call'>({ kind: 'call', seq: parseSeq(seq) });
    if (!found) return undefined;
    return { ...found, lines: linesFor(found) };
  },
});

function linesFor({ call, rows }: Pick<CallDetail, 'call' | 'rows'>): CallDetail['lines'] {
  const { server, target, method, code, rule } = call;
  if (server === null || target === null || method !== 'tools/call') return [];
  const [, type, fingerprint] = FOUND.exec(rows.find((row) => row.code === code)?.detail ?? '') ?? [];
  const found = type === undefined || fingerprint === undefined ? null : { type, fingerprint };
  return toReadyLines({ server, tool: target, code, rule, found });
}
