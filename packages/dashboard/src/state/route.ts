/** The address behind the `#`: `#/calls/123?server=github`. */
export interface Route {
  /** Name of a view; `now` for an empty address. */
  readonly view: string;
  /** `null` if the address names nothing in the view. */
  readonly id: string | null;
  readonly query: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#?\/?/, '');
  const at = text.indexOf('?');
  const path = at < 0 ? text : text.slice(0, at);
  const slash = path.indexOf('/');
  const [view, id] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
  return {
    view: decode(view) || 'now',
    id: decode(id) || null,
    query: new URLSearchParams(at < 0 ? '' : text.slice(at + 1)),
  };
}

export function formatRoute(view: string, id: string | null = null, query?: URLSearchParams): string {
  const path = id === null ? encodeURIComponent(view) : `${encodeURIComponent(view)}/${encodeURIComponent(id)}`;
  const search = query?.toString() ?? '';
  return search === '' ? `#/${path}` : `#/${path}?${search}`;
}

/** An address that somebody has mistyped is no reason to fail. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
