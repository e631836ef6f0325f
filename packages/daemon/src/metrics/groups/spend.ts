import type { CapView, ServerView } from '@mcp-guard/core';
import { gauge, single, type Sample } from '../family.js';
import type { MetricGroup } from './group.js';

export const spend: MetricGroup = ({ servers, status }) => [
  gauge(
    'spend_used',
    'Of a cap, by the user who has spent most of it, in its currency.',
    each(servers, ({ spent }) => spent),
  ),
  gauge(
    'spend_cap',
    'A cap on what calls may cost, in its currency.',
    each(servers, ({ max }) => max),
  ),
  single('payments_open', 'Paid calls that wait for their answer.', status.spend.open),
];

/** The stricter of two caps with the same window is the one that binds, and the only one that is shown. */
function each(servers: readonly ServerView[], valueOf: (cap: CapView) => string): readonly Sample[] {
  return servers.flatMap(({ name, caps }) => {
    const byWindow = new Map<string, CapView>();
    for (const cap of caps) {
      const key = `${cap.window} ${cap.currency}`;
      const other = byWindow.get(key);
      if (!other || Number(cap.max) < Number(other.max)) byWindow.set(key, cap);
    }
    return [...byWindow.values()].map((cap) => {
      const { window, currency } = cap;
      return { labels: { server: name, window, currency }, value: Number(valueOf(cap)) };
    });
  });
}
