import type { CallView } from '@mcp-guard/core/page';

/**
 * Puts calls that have come, or have got their answers, into the list.
 * @param list the newest first
 * @param max what is older than that many is dropped
 */
export function mergeCalls(list: readonly CallView[], come: readonly CallView[], max: number): readonly CallView[] {
  const bySeq = new Map(come.map((call) => [call.seq, call]));
  const merged = list.map((call) => {
    const newer = bySeq.get(call.seq);
    bySeq.delete(call.seq);
    return newer ?? call;
  });
  if (bySeq.size > 0) {
    merged.push(...bySeq.values());
    merged.sort((a, b) => b.seq - a.seq);
  }
  return merged.length > max ? merged.slice(0, max) : merged;
}

/** How many calls at the head of the list are newer than `seq`. */
export function countNewer(list: readonly CallView[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.seq ?? 0) > seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
