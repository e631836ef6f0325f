import type { Described } from '../detector.js';
import type { TextRange } from '../detector.js';
import type { Fragment, View } from './view.js';

/** A text, or a view of one. */
export interface ViewText {
  readonly text: string;
  readonly name: string;
  readonly depth: number;
  /** Absent where the text is the original. */
  readonly view?: View;
  /** The account that pays for what is read out of it. */
  readonly account: Account;
  toOriginal(start: number, end: number): TextRange;
  /** See `View`; also where the row of bytes was read in another writing. */
  fragmentAt(start: number, end: number): Fragment | undefined;
}

/** Room for readings, in characters, and what is reported where it is used up. */
export interface Account {
  room: number;
  readonly limit: Described;
}

/** A text as it stands. */
export const toOriginalText = (text: string, account: Account): ViewText => ({
  text,
  name: '',
  depth: 0,
  account,
  toOriginal: (start, end) => ({ start, end }),
  fragmentAt: () => undefined,
});

/** A view as a text of its own. */
export const toViewText = (source: ViewText, view: View, name: string, account: Account, depth: number): ViewText => ({
  text: view.text,
  name,
  depth,
  view,
  account,
  fragmentAt(start, end) {
    const own = view.fragmentAt(start, end);
    if (own) return own;
    const span = view.toOriginal(start, end);
    return source.fragmentAt(span.start, span.end);
  },
  toOriginal(start, end) {
    const span = view.toOriginal(start, end);
    return source.toOriginal(span.start, span.end);
  },
});
