import { useEffect, useState } from 'preact/hooks';

/** Pixels, as the style sheet has them. */
const WIDE_ROW = 32;
const NARROW_ROW = 48;
const NARROW = '(max-width: 760px)';

export interface SeenPart {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** Follows the visible part of a scrolled place. */
export function useViewport(scroller: { readonly current: HTMLElement | null }): SeenPart {
  const [seen, setSeen] = useState<SeenPart>({ scrollTop: 0, height: 800, rowHeight: WIDE_ROW });
  useEffect(() => {
    const place = scroller.current;
    if (!place) return undefined;
    const narrow = matchMedia(NARROW);
    const look = (): void => {
      const rowHeight = narrow.matches ? NARROW_ROW : WIDE_ROW;
      setSeen({ scrollTop: place.scrollTop, height: place.clientHeight, rowHeight });
    };
    const resized = new ResizeObserver(look);
    resized.observe(place);
    place.addEventListener('scroll', look, { passive: true });
    narrow.addEventListener('change', look);
    return () => {
      resized.disconnect();
      place.removeEventListener('scroll', look);
      narrow.removeEventListener('change', look);
    };
  }, [scroller]);
  return seen;
}
