/**
 * The effect of an option on what runs: none (`idle`), it allows less (`tightens`), or perhaps another program
 * (`counts`).
 */
export type Weight = 'idle' | 'tightens' | 'counts';

/** The options of a runner. One that is not here has a value behind `=`, or cannot be read. */
export interface OptionTable {
  /** Without dashes: those that take no value. */
  readonly flags: readonly string[];
  /** The value of these options may be the next word. */
  readonly valued: readonly string[];
  /** These options name what is run; it need not be the first word then. */
  readonly packages: readonly string[];
  /** These options name packages that are fetched as well. */
  readonly besides: readonly string[];
  /** The value of a short option may stand right behind it: `-p3000`. */
  readonly joinsShort: boolean;
  /** @param value `undefined` for flags */
  readonly weigh: (name: string, value: string | undefined) => Weight;
}

/** One option, in one spelling for all: `--registry=https://…`, `-i`. */
export interface ReadOption {
  readonly name: string;
  readonly text: string;
  readonly weight: Weight;
}

export interface ReadOptions {
  readonly options: readonly ReadOption[];
  readonly packages: readonly string[];
  readonly besides: readonly string[];
  /** From the first word on that is no option. */
  readonly rest: readonly string[];
}

/** The options before the first other word; nothing if that word is unclear. */
export function readOptions(words: readonly string[], table: OptionTable): ReadOptions | undefined {
  const found = { options: [] as ReadOption[], packages: [] as string[], besides: [] as string[] };
  const valued = new Set([...table.valued, ...table.packages, ...table.besides]);
  const flags = new Set(table.flags);
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return { ...found, rest: words.slice(at + 1) };
    if (!word.startsWith('-') || word === '-') break;
    const read = readWord(word, flags, valued, table.joinsShort);
    if (!read) return undefined;
    for (const { name, value, isOpen } of read) {
      const text = isOpen ? words[++at] : value;
      if (isOpen && text === undefined) return undefined;
      if (text !== undefined && table.packages.includes(name)) found.packages.push(text);
      else if (text !== undefined && table.besides.includes(name)) found.besides.push(text);
      else found.options.push(toOption(name, text, table));
    }
  }
  return { ...found, rest: words.slice(at) };
}

interface ReadWord {
  readonly name: string;
  readonly value: string | undefined;
  /** Its value is the next word. */
  readonly isOpen: boolean;
}

function readWord(
  word: string,
  flags: ReadonlySet<string>,
  valued: ReadonlySet<string>,
  joinsShort: boolean,
): readonly ReadWord[] | undefined {
  const isLong = word.startsWith('--');
  const text = word.slice(isLong ? 2 : 1);
  const equals = text.indexOf('=');
  if (equals !== -1 && (isLong || equals === 1)) {
    return [{ name: text.slice(0, equals), value: text.slice(equals + 1), isOpen: false }];
  }
  if (flags.has(text)) return [{ name: text, value: undefined, isOpen: false }];
  if (valued.has(text)) return [{ name: text, value: undefined, isOpen: true }];
  return isLong ? undefined : readCluster(text, flags, valued, joinsShort);
}

/** `-yq`, `-itp 80`, `-eA=1`. */
function readCluster(
  letters: string,
  flags: ReadonlySet<string>,
  valued: ReadonlySet<string>,
  joinsShort: boolean,
): readonly ReadWord[] | undefined {
  const read: ReadWord[] = [];
  for (const [at, letter] of Array.from(letters).entries()) {
    if (flags.has(letter)) read.push({ name: letter, value: undefined, isOpen: false });
    else if (joinsShort && valued.has(letter)) {
      const rest = letters.slice(at + 1);
      return [...read, { name: letter, value: rest === '' ? undefined : rest, isOpen: rest === '' }];
    } else return undefined;
  }
  return read;
}

function toOption(name: string, value: string | undefined, { weigh }: OptionTable): ReadOption {
  const dashes = name.length === 1 ? '-' : '--';
  return { name, text: `${dashes}${name}${value === undefined ? '' : `=${value}`}`, weight: weigh(name, value) };
}

/** For runners of which some flags change nothing, and every other option may. */
export const idleFlags =
  (...names: readonly string[]): OptionTable['weigh'] =>
  (name, value) =>
    value === undefined && names.includes(name) ? 'idle' : 'counts';
