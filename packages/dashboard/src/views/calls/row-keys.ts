import { useEffect, useRef } from 'preact/hooks';
import { scrollToSee } from '../../parts/virtual.js';
import type { SeenPart } from './viewport.js';

/** Pixels of the head of the table, as the style sheet has them. */
const HEAD = 31;

const MOVES: Readonly<Record<string, (at: number, page: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: () => Infinity,
};

interface Rows extends SeenPart {
  readonly count: number;
  readonly seqAt: (index: number) => number | undefined;
}

/** Moves the focus from row to row, also to those that are not drawn yet. Returns what to do with a key. */
export function useRowKeys(
  scroller: { readonly current: HTMLElement | null },
  { count, seqAt, ...view }: Rows,
): (event: KeyboardEvent) => void {
  const wanted = useRef<number | undefined>(undefined);

  const focusWanted = (): void => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-seq="${wanted.current}"] a`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (wanted.current !== undefined) focusWanted();
  });

  return (event) => {
    const move = MOVES[event.key];
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-seq]') : null;
    const place = scroller.current;
    if (!move || !row || !place) return;
    event.preventDefault();
    const at = Number(row.getAttribute('aria-rowindex')) - 2;
    const seen = Math.max(1, Math.floor(view.height / view.rowHeight) - 2);
    const next = Math.min(count - 1, Math.max(0, move(at, seen)));
    wanted.current = seqAt(next);
    place.scrollTop = scrollToSee(next, { ...view, scrollTop: place.scrollTop }, HEAD);
    focusWanted();
  };
}
