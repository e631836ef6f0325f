/** Numbers from 0 to 1, the same in every run: Numerical Recipes, chapter 7.1. */
export function drawNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const CLASSES: Readonly<Record<string, string>> = {
  '\\d': '0123456789',
  '\\w': `${LOWER}${LOWER.toUpperCase()}0123456789_`,
  'a-z': LOWER,
  'A-Z': LOWER.toUpperCase(),
  '0-9': '0123456789',
  'a-f': 'abcdef',
  'A-F': 'ABCDEF',
  '2-7': '234567',
};

/**
 * A text that an expression of simple classes matches, at random: literals, `[a-f0-9]`, `\d`, `\w`, groups, `|`, `{n}`,
 * `{n,m}` and `?`. What looks ahead is left out.
 */
export function draw({ source }: RegExp, random: () => number): string {
  let at = 0;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;

  const readAlternatives = (): string => {
    const all = [readSequence()];
    while (source[at] === '|') {
      at++;
      all.push(readSequence());
    }
    return pick(all);
  };
  const readSequence = (): string => {
    let text = '';
    while (at < source.length && source[at] !== '|' && source[at] !== ')') text += readRepeated();
    return text;
  };
  /** Reads the atom again for each time it stands there. */
  const readRepeated = (): string => {
    const start = at;
    let text = readAtom();
    const end = at;
    const times = readTimes();
    const next = at;
    if (times === 0) text = '';
    for (let count = 1; count < times; count++) {
      at = start;
      text += readAtom();
      expectAt(end);
    }
    at = next;
    return text;
  };
  const expectAt = (end: number): void => {
    if (at !== end) throw new Error(`cannot read ${source}`);
  };
  const readTimes = (): number => {
    const [all = '', least = '1', most = least] = /^\{(\d+)(?:,(\d+))?\}/.exec(source.slice(at)) ?? [];
    if (all === '' && source[at] === '?') return (at++, pick([0, 1]));
    at += all.length;
    return Number(least) + Math.floor(random() * (Number(most) - Number(least) + 1));
  };
  const readAtom = (): string => {
    const [group] = /^\((?:\?(?::|!|=))?/.exec(source.slice(at)) ?? [];
    if (group !== undefined) {
      at += group.length;
      const text = readAlternatives();
      at++;
      return group === '(?!' || group === '(?=' ? '' : text;
    }
    if (source[at] === '[') return readClass();
    const [escaped] = /^\\./.exec(source.slice(at)) ?? [];
    at += escaped === undefined ? 1 : 2;
    if (escaped === undefined) return source[at - 1]!;
    const set = CLASSES[escaped];
    return set === undefined ? escaped.slice(1) : pick(set.split(''));
  };
  const readClass = (): string => {
    const end = source.indexOf(']', at);
    const parts = source.slice(at + 1, end).match(/\\[dw]|[a-zA-Z0-9]-[a-zA-Z0-9]|\\?./g) ?? [];
    at = end + 1;
    return pick(parts.flatMap((part) => (CLASSES[part] ?? part.replace('\\', '')).split('')));
  };
  return readAlternatives();
}
