/**
 * Words of which one stands in whatever an expression matches, if that is all ASCII: where there
 * is none, a rule can be left alone. `undefined` where some alternative has no such word.
 * @param source of an expression for labels, in lower case: `tax id|steuer ?(?:id|nummer)` gives `tax` and `steuer`
 */
export function literalsOf(source: string): readonly string[] | undefined {
  if (/\\[ux]/.test(source)) return undefined; // what it escapes is not read here
  const words = alternativesOf(source).flatMap((alternative) => {
    const [, inner] = WRAPPED.exec(alternative) ?? [];
    return inner === undefined ? wordIn(alternative) : (literalsOf(inner) ?? [undefined]);
  });
  const known = words.filter((word) => word !== undefined);
  return known.length === words.length ? [...new Set(known)] : undefined;
}

/** `\b(?:…)\b`, and nothing else. */
const WRAPPED = /^(?:\\b)?\(\?:((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)(?:\\b)?$/s;

/** What stands between the bars outside of all groups. */
function alternativesOf(source: string): readonly string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (at === source.length || (char === '|' && depth === 0)) {
      alternatives.push(source.slice(start, at));
      start = at + 1;
    }
  }
  return alternatives;
}

/**
 * The longest of the letters that are always there: not in a group, nor before a `?`, `*` or `{`. None for an
 * alternative of another script, which is not ASCII.
 */
function wordIn(alternative: string): readonly (string | undefined)[] {
  let plain = alternative;
  for (let before = ''; before !== plain;) {
    before = plain;
    plain = plain.replace(/\((?:[^()\\]|\\.)*\)(?:[?*+]|\{[^}]*\})?/gs, '|');
  }
  plain = plain
    .replace(/\[(?:[^\]\\]|\\.)*\](?:[?*+]|\{[^}]*\})?/gs, '|')
    .replace(/\\[pP]\{[^}]*\}(?:[?*+]|\{[^}]*\})?/g, '|')
    .replace(/\\.(?:[?*+]|\{[^}]*\})?/gs, '|')
    .replace(/.(?:[?*]|\{[^}]*\})/gsu, '|');
  const words = plain.match(/[a-z\d]{2,}/g) ?? [];
  const [longest] = words.toSorted((a, b) => b.length - a.length);
  return longest === undefined && /[^\0-\x7f]/.test(plain) ? [] : [longest];
}
