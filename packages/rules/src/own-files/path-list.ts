import { isActing } from './act.js';

/** A longer list is a text. */
const MAX_PIECES = 64;
const ARROW = /→|⇒|➜|➔|⟶|[-=]>/;
/** Signs between the paths of a list, quotes and brackets of JSON and shells included. */
const BETWEEN = /[\s,;|<>="'`()[\]{}]+/;
const PATH_LIKE = /^(?:[~.]|[^:]*[/\\%])/;
/** Without one of these a text is no list of paths: every arrow has one, and all that `PATH_LIKE` takes. */
export const LIST_SIGN: RegExp = /[~./\\%>→⇒➜➔⟶]/;
/** These stand beside paths in a command or an object. */
const BESIDE: ReadonlySet<string> = new Set(
  'to into as git sudo source src from destination dest dst target path old new file'.split(' '),
);

/** Paths that stand in one text. */
export interface PathList {
  readonly paths: readonly string[];
  /** A word among them says that they are moved, copied or deleted. */
  readonly acts: boolean;
}

/**
 * Reads `a → b`, `mv a b`, `a:b` and `["a", "b"]`. Nothing where a word stands among them that is no path: it is
 * prose or a program then, and names no file by itself.
 */
export function readPathList(text: string): PathList | undefined {
  if (text.includes('\n')) return undefined;
  if (ARROW.test(text)) {
    const sides = text.split(ARROW, MAX_PIECES).map(unquote);
    return { paths: sides.filter((side) => side !== ''), acts: true };
  }
  // Most prose is known by its first word, before the rest of it is cut.
  const end = text.search(BETWEEN);
  if (end > 0 && isOther(text.slice(0, end))) return undefined;
  const pieces = text.split(BETWEEN, MAX_PIECES + 1).filter((piece) => piece !== '');
  if (pieces.length > MAX_PIECES) return undefined;
  const paths: string[] = [];
  let acts = false;
  for (const piece of pieces) {
    if (isOther(piece)) return undefined;
    if (isActing(piece.toLowerCase())) acts = true;
    const parts = partsOf(piece);
    paths.push(...(PATH_LIKE.test(piece) && parts.length > 1 ? [piece] : []), ...parts.filter(isPathLike));
  }
  return paths.length === 0 || (paths.length === 1 && paths[0] === text) ? undefined : { paths, acts };
}

const partsOf = (piece: string): readonly string[] =>
  piece.includes(':') ? piece.split(':').filter((part) => part !== '') : [piece];
const isPathLike = (part: string): boolean => PATH_LIKE.test(part);

/** A word that is no path, and does not stand beside paths in a list. */
function isOther(piece: string): boolean {
  if (piece.startsWith('-') || isActing(piece.toLowerCase())) return false;
  const parts = partsOf(piece);
  return !parts.every(isPathLike) && !parts.every(isBeside);
}

const isBeside = (word: string): boolean => BESIDE.has(word.toLowerCase()) || PATH_LIKE.test(word);

function unquote(side: string): string {
  const text = side.trim();
  return /^["'`]./s.test(text) && text.endsWith(text.charAt(0)) ? text.slice(1, -1) : text;
}
