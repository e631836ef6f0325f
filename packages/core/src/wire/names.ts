/**
 * Names as others may read them. A name, key or URI can be spelt so that we see one
 * thing and its reader another; policy is therefore decided on every spelling.
 */

const ASCII = /^[\x20-\x7e]*$/;
/** Controls, format characters (bidi, tags), lone surrogates, and all that Unicode allows to ignore (zero width, fillers). */
const INVISIBLE = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Default_Ignorable_Code_Point}/gu;
/** The marks on one letter that no script needs (Unicode UAX #15, D3): sorting them takes quadratic time. */
const MORE_MARKS = /(?<=[\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/** A name in one composition, without invisible characters and outer white space; still with its case. */
export const canonicalName = (name: string): string =>
  (ASCII.test(name) ? name : dropMarks(dropMarks(name.replace(INVISIBLE, '')).normalize('NFKC'))).trim();

const dropMarks = (text: string): string => text.replace(MORE_MARKS, '');

/** Two names with the same fold are one name to some reader. By way of capitals, so that `ſ` folds to `s` and `ẞ` to `ss`. */
export const foldName = (name: string): string =>
  ASCII.test(name)
    ? name.trim().toLowerCase()
    : canonicalName(name).toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');

/** A C string ends at a NUL, a line at the others. */
const ENDS = /[\0\n-\r\u0085\u2028\u2029]/;

/** The name for a reader whose texts end earlier. */
function untilEnd(name: string): string | undefined {
  if (ASCII.test(name)) return undefined;
  const at = name.search(ENDS);
  return at > 0 ? canonicalName(name.slice(0, at)) : undefined;
}

/** The spellings of a name that a list is matched against, the one that was sent first. */
export function nameViews(name: string): readonly string[] {
  const canonical = canonicalName(name);
  const cut = untilEnd(name);
  const views = canonical === name ? [name] : [name, canonical];
  return cut === undefined || cut === canonical ? views : [...views, cut];
}

/** Every fold that some reader may give a name: the whole one first, then the one that ends early. */
export function foldNames(name: string): readonly string[] {
  const cut = untilEnd(name);
  return cut === undefined ? [foldName(name)] : [foldName(name), foldName(cut)];
}

/** Keys that mean something to us in some object, and how others may spell them. */
export interface KnownKeys {
  readonly names: ReadonlySet<string>;
  readonly folds: ReadonlySet<string>;
}

export const knownKeys = (...names: readonly string[]): KnownKeys => ({
  names: new Set(names),
  folds: new Set(names.map(foldName)),
});

/**
 * Some reader may take a key of `object` for a known one or for another of its keys: `Name` beside `name`,
 * `"name\u0000"`, `"name\u0000x"`, `paramſ`. It is then not forwarded, whichever of the two is meant.
 */
export function hasFoldedKey(object: object, known: KnownKeys): boolean {
  let seen: Set<string> | undefined;
  for (const key in object) {
    if (known.names.has(key)) continue;
    seen ??= new Set();
    const folds = foldNames(key);
    if (folds.some((fold) => known.folds.has(fold) || seen?.has(fold))) return true;
    for (const fold of folds) seen.add(fold);
  }
  return false;
}

const MAX_ROUNDS = 16;
/** Control characters and invalid text: two readers will not read the same. */
const UNREADABLE = /[\p{Cc}\p{Cs}\ufffd]/u;
const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http:', ':80'],
  ['https:', ':443'],
  ['ws:', ':80'],
  ['wss:', ':443'],
]);

/** The spellings of a URI that a list is matched against. */
export interface UriViews {
  /** As it was sent, and normalised: both name the same thing. */
  readonly same: readonly string[];
  /** Without fragment, without query, and without the host of a file, for readers that drop them. */
  readonly reduced: readonly string[];
}

/** `undefined` if the target of the URI is unclear (controls, broken or endless percent-encoding). */
export function uriViews(uri: string): UriViews | undefined {
  const normalized = settleUri(uri);
  if (normalized === undefined) return undefined;
  const withoutFragment = normalized.split('#', 1)[0] ?? normalized;
  const withoutQuery = withoutFragment.split('?', 1)[0] ?? withoutFragment;
  const withoutHost = withoutQuery.replace(/^file:\/\/[^/]+/, 'file://');
  return {
    same: normalized === uri ? [uri] : [uri, normalized],
    reduced: withoutHost === normalized ? [] : [withoutFragment, withoutQuery, withoutHost],
  };
}

/** Decodes and normalises until nothing changes: a full-width `％` is a `%` only after NFKC. */
function settleUri(uri: string): string | undefined {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const decoded = decodePercent(uri);
    if (decoded === undefined || UNREADABLE.test(decoded)) return undefined;
    const next = normalizeUri(canonicalName(decoded));
    if (next === uri) return uri;
    uri = next;
  }
  return undefined;
}

/** Decodes until nothing changes: `%252e` is a dot for a reader that decodes twice. */
export function decodePercent(text: string): string | undefined {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (!text.includes('%')) return text;
    let decoded: string;
    try {
      decoded = text.replace(/(?:%[0-9a-f]{2})+/gi, decodeURIComponent);
    } catch {
      return undefined; // not UTF-8: its readers will not agree
    }
    if (decoded === text) return text;
    text = decoded;
  }
  return undefined;
}

/**
 * One spelling for scheme, host, default port, localhost, backslashes, and empty or dot
 * segments. As browsers and Node read them: `http:/host` has a host, `file:etc` a root.
 */
export function normalizeUri(uri: string): string {
  const slashed = uri.replaceAll('\\', '/').replace(/^(https?|wss?):\/*/i, '$1://');
  const parts = /^([a-z][a-z0-9+.-]*:)(?:\/\/([^/?#]*))?([^?#]*)(.*)$/is.exec(slashed);
  if (!parts) return slashed;
  const [, scheme = '', authority, path = '', rest = ''] = parts;
  const lower = scheme.toLowerCase();
  const port = DEFAULT_PORTS.get(lower);
  const isRooted = path.startsWith('/') || lower === 'file:' || port !== undefined;
  const tail = (isRooted ? removeDotSegments(path) : path) + rest;
  if (authority === undefined && lower !== 'file:') return lower + tail;
  const host = normalizeHost(authority ?? '', port);
  return `${lower}//${lower === 'file:' && host === 'localhost' ? '' : host}${tail}`;
}

/** In lower case, without the dot and the default port at its end. */
function normalizeHost(authority: string, port: string | undefined): string {
  const host = authority.toLowerCase();
  let end = host.length;
  for (;;) {
    const drop = host[end - 1] === '.' ? 1 : port && host.endsWith(port, end) ? port.length : end;
    if (drop >= end) return host.slice(0, end);
    end -= drop;
  }
}

function removeDotSegments(path: string): string {
  if (path.startsWith('/') && !path.includes('//') && !path.includes('/.')) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  const isFolder = /\/\.{0,2}$/.test(path) && kept.length > 0;
  return `/${kept.join('/')}${isFolder ? '/' : ''}`;
}
