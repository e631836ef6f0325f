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

/** Cuts a source at the bars outside of all groups. */
function alternativesOf(source: string): readonly string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === OPEN || code === OPEN_CLASS) depth++;
    else if (code === CLOSE || code === CLOSE_CLASS) depth--;
    else if (at === source.length || (code === BAR && depth === 0)) {
      alternatives.push(source.slice(start, at));
      start = at + 1;
    }
  }
  return alternatives;
}

const BACKSLASH = 0x5c;
const OPEN = 0x28;
const CLOSE = 0x29;
const OPEN_CLASS = 0x5b;
const CLOSE_CLASS = 0x5d;
const BAR = 0x7c;

/**
 * The longest of the letters that are always there: not in a group, nor before a `?`, `*` or `{`. Where there are only
 * groups, the words of one that is always there. None for an alternative of another script, which is not ASCII.
 */
function wordIn(alternative: string): readonly (string | undefined)[] {
  let plain = alternative.replace(ONE_ASCII, '$1$2');
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
  if (longest !== undefined) return [longest];
  if (SPELLED.test(alternative))
    return BETWEEN.map((sign) => alternative.replace(/ .*/s, sign + alternative.charAt(2)));
  if (/[^\0-\x7f]/.test(plain)) return [];
  return (
    groupsOf(alternative)
      .map(literalsOf)
      .find((inner) => inner !== undefined) ?? [undefined]
  );
}

/** `d n i` stands for `D.N.I.` as well; of a text two letters say enough. */
const SPELLED = /^[a-z](?: [a-z])+$/;
const BETWEEN = [' ', '.', '. ', '_', '-', '/'];

/** `[cč]`: of all that is ASCII only one letter. */
const ONE_ASCII = /\[(?:([a-z])[^\0-\x7f]+|[^\0-\x7f]+([a-z]))\](?![?*{])/g;

/** The contents of `(?:…)` outside of other groups that are always there. */
function groupsOf(source: string): readonly string[] {
  const groups: string[] = [];
  let depth = 0;
  let start = 0;
  let isInClass = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '[' || char === ']') isInClass = char === '[';
    else if (isInClass) continue;
    else if (char === '(' && depth++ === 0) start = at;
    else if (char === ')' && --depth === 0 && source.startsWith('(?:', start) && !/^[?*{]/.test(source.slice(at + 1)))
      groups.push(source.slice(start + 3, at));
  }
  return groups;
}
