/** One line of a list: an exact name, a glob, or `^` and a regular expression (linear engine). */
export interface Pattern {
  readonly source: string;
  /** With its case. */
  readonly matches: (text: string) => boolean;
  /** Without: `folded` went through `foldName`. */
  readonly matchesFolded: (folded: string) => boolean;
  /** Folds to itself, so that for a text that does too one look is enough. */
  readonly isFolded: boolean;
  /** The folded names that it equals; empty for a glob or an expression. */
  readonly exact: readonly string[];
}
