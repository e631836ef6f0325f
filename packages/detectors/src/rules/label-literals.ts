/**
 * Words of which one stands in whatever the alternatives of an expression match, so that a rule
 * can be left alone where there is none. `undefined` where some alternative has no such word.
 * @param source of an expression for labels, in lower case: `tax id|steuer ?(?:id|nummer)` gives `tax` and `steuer`
 */
export function literalsOf(source: string): readonly string[] | undefined {
  const words = alternativesOf(source.replace(WRAPPING, '$1')).map(longestWord);
  return words.every((word) => word !== undefined) ? [...new Set(words)] : undefined;
}

/** `\b(?:…)\b` around all of it. */
const WRAPPING = /^\\b\(\?:(.*)\)\\b$/s;

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

/** Of the letters that are always there: not in a group, nor before a `?`, `*` or `{`. */
function longestWord(alternative: string): string | undefined {
  let plain = alternative;
  for (let before = ''; before !== plain;) {
    before = plain;
    plain = plain.replace(/\((?:[^()\\]|\\.)*\)(?:[?*+]|\{[^}]*\})?/gs, '|');
  }
  plain = plain
    .replace(/\[(?:[^\]\\]|\\.)*\](?:[?*+]|\{[^}]*\})?/gs, '|')
    .replace(/\\.(?:\{[^}]*\})?(?:[?*+]|\{[^}]*\})?/gs, '|')
    .replace(/.(?:[?*]|\{[^}]*\})/gsu, '|');
  const words = plain.match(/[a-z\d]{2,}/g) ?? [];
  return words.toSorted((a, b) => b.length - a.length)[0];
}
