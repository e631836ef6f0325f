import { canonicalName, decodePercent } from '@mcp-guard/core';

/** More readings of one text are not looked at. */
const MAX_VIEWS = 32;
const URI = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?([^?#]*)/i;

/** Readers change a text in these ways before they take it for a path. */
const READINGS: readonly ((text: string) => string | undefined)[] = [
  decodePercent,
  canonicalName,
  (text) => text.replaceAll('\\', '/'),
  (text) => text.split('\0', 1)[0],
  (text) => URI.exec(text)?.[1],
];

/** Every path that a text may be read as, itself first; `undefined` where there are too many. */
export function pathViews(text: string): readonly string[] | undefined {
  const views = [text];
  for (const view of views) {
    for (const read of READINGS) {
      const next = read(view);
      if (next !== undefined && next !== '' && !views.includes(next)) views.push(next);
    }
    if (views.length > MAX_VIEWS) return undefined;
  }
  return views;
}

/** For the reader of a path this is another folder than for us. */
const OWN_CWD = /^proc\/(?:thread-)?self(?:\/task\/\d+)?\/cwd$/;
const OWN_CWD_STEPS = 5;

/**
 * Without `.`, `..` and empty steps, as readers shorten a path before they go it. In linear time.
 * @param cwd of the reader
 */
export function shorten(path: string, cwd: string): string {
  if (!path.includes('//') && !path.includes('/.') && !path.startsWith('/proc/')) return path;
  let kept: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') kept.pop();
    else if (step !== '.' && step !== '') kept.push(step);
    if (step === 'cwd' && kept.length <= OWN_CWD_STEPS && OWN_CWD.test(kept.join('/'))) kept = cwd.split('/').slice(1);
  }
  return `/${kept.join('/')}`;
}

export function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path.charAt(end - 1) === '/') end--;
  return path.slice(0, end);
}
