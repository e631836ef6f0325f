import type { StandingWish } from '@mcp-guard/core/page';

export const SPANS: readonly (readonly [seconds: number, words: string])[] = [
  [900, '15 minutes'],
  [3600, 'an hour'],
  [8 * 3600, '8 hours'],
  [86_400, 'a day'],
  [7 * 86_400, 'a week'],
  [30 * 86_400, '30 days'],
];

export const MAX_USES = 1000;
/** As many as the daemon takes. */
export const MAX_SAME = 64;

export const DEFAULT_WISH: StandingWish = { for: 3600, maxUses: 10, same: null };

/** Longer than the address of a request may be. */
const MAX_POINTERS = 1200;

/** Why it cannot be asked for; `null` if it can. */
export function findFault({ maxUses, same }: StandingWish): string | null {
  if (!Number.isInteger(maxUses) || maxUses < 1 || maxUses > MAX_USES)
    return `The number of calls is from 1 to ${MAX_USES}.`;
  if (same?.length === 0) return 'Choose at least one argument that stays the same.';
  if (same && same.length > MAX_SAME) return `Choose at most ${MAX_SAME} arguments.`;
  if (encodeURIComponent(same?.join('&same=') ?? '').length > MAX_POINTERS)
    return 'These are too many to choose; choose fewer.';
  return null;
}

export function toPreviewPath(id: string, { for: seconds, maxUses, same }: StandingWish): string {
  const query = new URLSearchParams({ for: String(seconds), max: String(maxUses) });
  for (const pointer of same ?? []) query.append('same', pointer);
  return `/approvals/${encodeURIComponent(id)}/preview?${query.toString()}`;
}
