export interface Viewport {
  /** Rows there are. */
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  readonly scrollTop: number;
  readonly height: number;
}

/** Which rows are drawn, from `from` until before `to`, and the pixels that stand for the others. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

/** Rows that are drawn beyond both edges, so that a fast scroll finds them there. */
const MARGIN = 8;
/** The slice moves by so many rows at once: not each pixel draws the list again. */
const STEP = 4;

export function sliceOf({ count, rowHeight, scrollTop, height }: Viewport): Slice {
  const seen = Math.ceil(height / rowHeight);
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const start = Math.floor((first - MARGIN) / STEP) * STEP;
  const to = Math.min(count, Math.max(0, start) + seen + 2 * MARGIN + STEP);
  const from = Math.min(Math.max(0, start), Math.max(0, to - 1));
  return { from, to, above: from * rowHeight, below: (count - to) * rowHeight };
}

/** Returns where to scroll so that a row is seen whole. */
export function scrollToSee(index: number, view: Omit<Viewport, 'count'>, covered: number): number {
  const top = index * view.rowHeight;
  if (top < view.scrollTop) return top;
  const bottom = top + view.rowHeight + covered;
  return bottom > view.scrollTop + view.height ? bottom - view.height : view.scrollTop;
}
