/**
 * Names as others may read them. A name, key or URI can be spelt so that we see one
 * thing and its reader another; policy is therefore decided on every spelling.
 */

const ASCII = /^[\x20-\x7e]*$/;
/** Controls, format characters (zero width, bidi, tags), lone surrogates, fillers, variation selectors. */
const INVISIBLE = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Variation_Selector}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;

/** A name in one composition, without invisible characters and outer white space; still with its case. */
export const canonicalName = (name: string): string =>
  (ASCII.test(name) ? name : name.normalize('NFKC').replace(INVISIBLE, '').normalize('NFKC')).trim();

/** Two names with the same fold are one name to some reader. By way of capitals, so that `ſ` folds to `s`. */
export const foldName = (name: string): string => canonicalName(name).toUpperCase().toLowerCase();

/** The spellings of a name that a list is matched against, the one that was sent first. */
export function nameViews(name: string): readonly string[] {
  const canonical = canonicalName(name);
  return canonical === name ? [name] : [name, canonical];
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
 * Whether some reader may take a key of `object` for a known one or for another of its
 * keys: `Name` beside `name`, `"name\u0000"`, `paramſ`. It is then not forwarded,
 * whichever of the two is meant.
 */
export function hasFoldedKey(object: object, known: KnownKeys): boolean {
  let seen: Set<string> | undefined;
  for (const key in object) {
    if (known.names.has(key)) continue;
    const fold = foldName(key);
    if (known.folds.has(fold)) return true;
    seen ??= new Set();
    if (seen.has(fold)) return true;
    seen.add(fold);
  }
  return false;
}

const MAX_PERCENT_ROUNDS = 16;
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
  /** Without fragment and query, for readers that drop them. */
  readonly reduced: readonly string[];
}

/** `undefined` when it cannot be told what the URI names (controls, broken or endless percent-encoding). */
export function uriViews(uri: string): UriViews | undefined {
  const decoded = decodePercent(uri);
  if (decoded === undefined || /[\p{Cc}\p{Cs}\ufffd]/u.test(decoded)) return undefined;
  const normalized = normalizeUri(canonicalName(decoded));
  const withoutFragment = normalized.split('#', 1)[0] ?? normalized;
  const withoutQuery = withoutFragment.split('?', 1)[0] ?? withoutFragment;
  return {
    same: normalized === uri ? [uri] : [uri, normalized],
    reduced: withoutQuery === normalized ? [] : [withoutFragment, withoutQuery],
  };
}

/** Decodes until nothing changes: `%252e` is a dot for whoever decodes twice. */
export function decodePercent(text: string): string | undefined {
  for (let round = 0; round < MAX_PERCENT_ROUNDS; round++) {
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

/** One spelling for scheme, host, default port, localhost, backslashes, and empty or dot segments. */
export function normalizeUri(uri: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:)(?:\/\/([^/?#]*))?([^?#]*)(.*)$/isu.exec(uri.replaceAll('\\', '/'));
  if (!parts) return uri;
  const [, scheme = '', authority, path = '', rest = ''] = parts;
  const lower = scheme.toLowerCase();
  if (authority === undefined && lower !== 'file:') return lower + path + rest;
  const host = (authority ?? '').toLowerCase();
  const port = DEFAULT_PORTS.get(lower);
  const named = (port && host.endsWith(port) ? host.slice(0, -port.length) : host).replace(/\.$/, '');
  return `${lower}//${lower === 'file:' && named === 'localhost' ? '' : named}${removeDotSegments(path)}${rest}`;
}

function removeDotSegments(path: string): string {
  if (!path.includes('//') && !path.includes('/.')) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  const isFolder = /\/\.{0,2}$/.test(path) && kept.length > 0;
  return `/${kept.join('/')}${isFolder ? '/' : ''}`;
}
