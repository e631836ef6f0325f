import { safe, type CapView, type LimitView, type ServerView } from '@mcp-guard/core';
import { formatDuration } from '../output/duration.js';

/** Limits and caps of which more than half is used, with the user who has used most; nothing if there are none. */
export function describeUse(servers: readonly ServerView[]): readonly string[] {
  const lines = servers.flatMap(({ limits, caps }) => [
    ...limits.filter(({ used, max }) => used > max / 2).map(describeLimit),
    ...caps.filter(({ spent, max }) => Number(spent) > Number(max) / 2).map(describeCap),
  ]);
  const once = [...new Set(lines)]; // those of a role or of all servers stand with each server
  return once.length === 0 ? [] : ['more than half used:', ...once];
}

const describeLimit = ({ rule, user, used, max, window }: LimitView): string =>
  `  ${safe(user, 64)}: ${used} of ${max} requests a ${window === 60 ? 'minute' : 'hour'} (${safe(rule, 200)})`;

function describeCap({ rule, user, spent, max, currency, window, resetsAt }: CapView): string {
  const freed = resetsAt === null ? '' : `, some of it again in ${formatDuration(Math.max(0, resetsAt - Date.now()))}`;
  return `  ${safe(user, 64)}: ${spent} of ${max} ${currency} a ${window}${freed} (${safe(rule, 200)})`;
}
