/**
 * Matches `*` (any characters, also `/` and none) and `?` (one character) over the whole
 * text. Steps back to the last star only, so the time is bounded by text × pattern.
 */
export function createGlob(pattern: string): (text: string) => boolean {
  const wanted = Array.from(pattern);
  const parts = pattern.split(/[*?]/);
  const [prefix, suffix] = [parts[0] ?? '', parts.at(-1) ?? ''];
  return (text) => {
    if (!text.startsWith(prefix) || !text.endsWith(suffix)) return false; // most names
    const given = /^[\x00-\x7f]*$/.test(text) ? text : Array.from(text); // oxlint-disable-line no-control-regex
    let at = 0;
    let want = 0;
    let star = -1;
    let afterStar = 0;
    while (at < given.length) {
      if (wanted[want] === '*') {
        star = want++;
        afterStar = at;
      } else if (wanted[want] === '?' || wanted[want] === given[at]) {
        want++;
        at++;
      } else if (star >= 0) {
        want = star + 1;
        at = ++afterStar;
      } else return false;
    }
    while (wanted[want] === '*') want++;
    return want === wanted.length;
  };
}
