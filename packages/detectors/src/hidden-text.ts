/*
 * Text that a model reads and a person does not see, or sees otherwise. What scripts need is
 * not hidden: joiners of emoji, of Indic and of Arabic letters, flags, one selector behind its
 * character. Unicode Technical Report 36 and the standard's chapter 23 tell what these are for.
 */

/** Kinds of hidden text, and what people call them. */
export const HIDDEN_KINDS = {
  hidden_tags: 'text in invisible tag characters',
  hidden_selectors: 'bytes in variation selectors',
  bidi_override: 'a change of the writing direction',
  zero_width: 'characters without width',
  terminal_escape: 'a terminal escape',
  control_character: 'a control character',
} as const;

export type HiddenKind = keyof typeof HIDDEN_KINDS;

export const isHiddenKind = (type: string): type is HiddenKind => Object.hasOwn(HIDDEN_KINDS, type);

/** What no text needs. */
export const INVISIBLE_KINDS: ReadonlySet<HiddenKind> = new Set(['hidden_tags', 'hidden_selectors']);

export interface HiddenText {
  readonly kind: HiddenKind;
  readonly start: number;
  readonly end: number;
}

/** More of it in one text is not counted. */
export const MAX_HIDDEN = 100_000;

/**
 * All that could be hidden, by kind; an escape with what a terminal takes for its parameters, a tag with its whole plane
 * of what is ignored. https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt, `Default_Ignorable_Code_Point`
 */
const CANDIDATE = new RegExp(
  [
    String.raw`(?<terminal_escape>\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)?|[ -/]{0,8}[0-~])?)`,
    String.raw`(?<hidden_tags>[\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]+)`,
    String.raw`(?<hidden_selectors>[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]+)`,
    String.raw`(?<bidi_override>[\u202a-\u202e\u2066-\u2069]+)`,
    String.raw`(?<zero_width>[\u061c\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]+)`,
    String.raw`(?<control_character>[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]+)`,
  ].join('|'),
  'gu',
);

/** The code units with which all of that begins: nearly every text holds none of them, and need not be looked at again. */
const FIRST_UNIT =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- units, not characters
  /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ud82f\ud834\udb40-\udb43]/;

/** In the order in which it stands in the text, without overlap; at most `MAX_HIDDEN`. Linear. */
export function findHiddenText(text: string): readonly HiddenText[] {
  if (!FIRST_UNIT.test(text)) return [];
  const found: HiddenText[] = [];
  for (const { index: start, 0: run, groups = {} } of text.matchAll(CANDIDATE)) {
    const kind = KINDS.find((each) => groups[each] !== undefined);
    const end = start + run.length;
    if (kind === undefined || IS_NEEDED[kind]?.(run, before(text, start), after(text, end), text) === true) continue;
    found.push({ kind, start, end });
    if (found.length === MAX_HIDDEN) break;
  }
  return found;
}

const KINDS = Object.keys(HIDDEN_KINDS).filter(isHiddenKind);

/** Whether a run of such characters is what the text around it needs. */
type IsNeeded = (run: string, before: string, after: string, text: string) => boolean;

const IS_NEEDED: Partial<Record<HiddenKind, IsNeeded>> = {
  // England, Scotland and Wales: a black flag, letters, and the tag that ends them.
  hidden_tags: (run, before) => before === '\u{1f3f4}' && /^[\u{e0061}-\u{e007a}]{2,6}\u{e007f}$/u.test(run),
  hidden_selectors: (run, before) =>
    /^[\ufe00-\ufe0f]$/.test(run)
      ? (run >= '\ufe0e' ? TAKES_PRESENTATION : TAKES_VARIANT).test(before)
      : /^.$/u.test(run) && /\p{Script=Han}/u.test(before),
  bidi_override: (run, _before, _after, text) => !/[\u202d\u202e]/.test(run) && RIGHT_TO_LEFT.test(text),
  zero_width: (run, before, after, text) => {
    if (run.length > 1) return false;
    if (run === '\ufeff' && before === '') return true; // a byte order mark
    if (JOINED.test(before) || JOINED.test(after)) return true;
    if (/[\u061c\u200e\u200f]/.test(run)) return RIGHT_TO_LEFT.test(text);
    return !(WORD.test(before) && WORD.test(after));
  },
};

/** Behind letters of most scripts selectors say nothing, so that each of them could carry four bits. */
const TAKES_PRESENTATION = /[\p{Emoji}\p{S}\p{P}]/u;
/** https://www.unicode.org/Public/UCD/latest/ucd/StandardizedVariants.txt */
const TAKES_VARIANT =
  /[0\p{Sm}\p{So}\p{Po}\p{Ps}\p{Pe}\p{Script=Han}\p{Script=Myanmar}\p{Script=Phags_Pa}\p{Script=Manichaean}\p{Script=Egyptian_Hieroglyphs}\u{1d49c}-\u{1d4cf}]/u;
const RIGHT_TO_LEFT = /[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Scripts whose letters are joined or parted by characters without width, or written without spaces; and emoji. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u0900-\u0dff\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const WORD = /[\p{L}\p{N}]/u;

/** The character that ends at `at`; nothing at the beginning. */
const before = (text: string, at: number): string => Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
const after = (text: string, at: number): string => Array.from(text.slice(at, at + 2))[0] ?? '';
