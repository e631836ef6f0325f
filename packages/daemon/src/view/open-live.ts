import type { DaemonStatus, NowView, SessionView } from '@mcp-guard/core';
import type { Feed } from '../record/feed.js';
import type { Sessions } from '../session/sessions.js';
import { followApprovals, followCalls } from './calls/live-calls.js';
import type { Live } from './live.js';
import { findConcerns } from './now/concerns.js';
import { Ring } from './now/ring.js';

export interface LiveParts {
  readonly version: string;
  readonly feed: Pick<Feed, 'follow'>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly status: () => DaemonStatus;
}

/** Reports what happens in a running daemon to those who look. */
export function openLive({ version, feed, sessions, status }: LiveParts): Live {
  const ring = new Ring(Date.now);
  feed.follow(ring.add);
  const startedAt = Date.now();
  return {
    now(): NowView {
      const { seconds, latency } = ring;
      const current = status();
      const { halt, approvals } = current;
      const { pending } = approvals;
      const concerns = findConcerns(current);
      return {
        at: Date.now(),
        version,
        startedAt,
        halt,
        concerns,
        sessions: sessions.list(),
        seconds,
        latency,
        pending,
      };
    },
    refusedBy: (server) => ring.refusedBy(server),
    followCalls: (onCalls) => followCalls(feed, () => claimsOf(sessions.list()), onCalls),
    followApprovals: (onIds) => followApprovals(feed, onIds),
  };
}

/** The name and version that the client of each session claims. */
const claimsOf = (sessions: readonly SessionView[]): ReadonlyMap<string, string> =>
  new Map(
    sessions.flatMap(({ id, client }) => (client ? [[id, `${client.name} ${client.version ?? ''}`.trim()]] : [])),
  );
