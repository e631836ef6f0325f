import type { SettledOptions } from '../daemon-options.js';
import type { Rooms } from '../rooms.js';
import type { Live } from './live.js';

/** What happens in a running daemon, for those who look. */
export function openLive({
  options,
  approvals,
}: Pick<Rooms, 'approvals'> & { readonly options: SettledOptions }): Live {
  const startedAt = Date.now();
  return {
    now: () => ({
      at: Date.now(),
      version: options.version,
      startedAt,
      concerns: [],
      sessions: [],
      seconds: [],
      latency: { guard: { p50: null, p95: null }, upstream: { p50: null, p95: null } },
      pending: approvals.status.approvals.pending,
    }),
    followCalls: () => () => undefined,
    followApprovals: () => () => undefined,
  };
}
