/** Patterns that bind have stars that cross `/`; those that allow have stars that stop at it. `?` does as `*` does. */
export type Reach = 'crosses' | 'stops';

/**
 * Matches `*` (any characters and none), `**` (the same, always also `/`) and `?` (one character) over the whole text.
 * Follows all places of the pattern at once, so the time is bounded by text × pattern.
 */
export function createGlob(pattern: string, reach: Reach): (text: string) => boolean {
  const [prefix = ''] = pattern.split(/[*?]/);
  const suffix = pattern.slice(pattern.search(/[^*?]*$/));
  const steps = (pattern.match(/\*+|[^*]/gsu) ?? []).map((text) => toStep(text, reach));
  const initial = new Uint8Array(steps.length + 1);
  initial[0] = 1;
  passStars(steps, initial);
  return (text) => {
    if (!text.startsWith(prefix) || !text.endsWith(suffix)) return false; // most names
    let [open, next] = [initial.slice(), new Uint8Array(initial.length)];
    for (const char of text) {
      next.fill(0);
      for (const [at, step] of steps.entries()) {
        if (open[at] && step.takes(char)) next[step.isStar ? at : at + 1] = 1;
      }
      passStars(steps, next);
      [open, next] = [next, open];
    }
    return open[steps.length] === 1;
  };
}

/** One character of a pattern, or its stars that stand together. */
interface Step {
  readonly isStar: boolean;
  readonly takes: (char: string) => boolean;
}

function toStep(text: string, reach: Reach): Step {
  const isStar = text.startsWith('*');
  if (!isStar && text !== '?') return { isStar, takes: (char) => char === text };
  return { isStar, takes: reach === 'crosses' || text.length > 1 ? () => true : (char) => char !== '/' };
}

/** A star may stand for nothing. */
function passStars(steps: readonly Step[], open: Uint8Array): void {
  for (const [at, { isStar }] of steps.entries()) if (isStar && open[at]) open[at + 1] = 1;
}
