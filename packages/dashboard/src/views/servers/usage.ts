import type { CapView, LimitView, ServerView } from '@mcp-guard/core/page';
import { toDuration } from '../../parts/words.js';

/** From 0 to 1. */
const shareOf = ({ used, max }: Pick<LimitView, 'used' | 'max'>): number => (max > 0 ? used / max : 1);

/** Amounts are decimals; for a bar the nearest number will do. */
export const toUsage = ({ spent, max }: CapView): Pick<LimitView, 'used' | 'max'> => ({
  used: Number(spent) || 0,
  max: Number(max) || 0,
});

const WINDOWS: Readonly<Record<CapView['window'], string>> = {
  call: 'in one call',
  session: 'in a session',
  hour: 'in an hour',
  day: 'in a day',
};

/** `48 of 60 in 1 min` */
export const describeLimit = ({ used, max, window }: LimitView): string =>
  `${used.toLocaleString('en')} of ${max.toLocaleString('en')} in ${toDuration(window * 1000)}`;

/** `37.50 of 50.00 USD in a day` */
export const describeCap = ({ spent, max, currency, window }: CapView): string =>
  window === 'call' ? `${max} ${currency} ${WINDOWS.call}` : `${spent} of ${max} ${currency} ${WINDOWS[window]}`;

/** The limit or cap that is closest to its end; nothing if none is used. */
export function fullest({ limits, caps }: ServerView): string | undefined {
  const all = [
    ...limits.map((limit) => ({ share: shareOf(limit), words: describeLimit(limit) })),
    ...caps.map((cap) => ({ share: shareOf(toUsage(cap)), words: describeCap(cap) })),
  ].filter(({ share }) => share > 0);
  return all.toSorted((a, b) => b.share - a.share)[0]?.words;
}
