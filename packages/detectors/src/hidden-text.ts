/*
 * Text that a model reads and a person does not see, or sees otherwise. What scripts need is
 * not hidden: joiners of emoji, of Indic and of Arabic letters, flags, one selector behind its
 * character. Unicode Technical Report 36 and the standard's chapter 23 describe what these are for. A stray
 * one that a text does not need says nothing either; many of them could.
 */

import { othersOf, type Others } from './decoders/others.js';
import { Paragraphs } from './paragraphs.js';

/** Kinds of hidden text, and what people call them. */
export const HIDDEN_KINDS = {
  hidden_tags: 'text in invisible tag characters',
  hidden_selectors: 'bytes in variation selectors',
  bidi_override: 'a change of the writing direction',
  zero_width: 'characters without width',
  terminal_escape: 'a terminal escape',
  control_character: 'a control character',
  overwritten_line: 'a line that is overwritten by what follows it',
  far_text: 'text far below empty lines',
  blank_code: 'a row of several kinds of blanks',
  private_characters: 'characters for private use in a row',
  unseen_markup: 'a comment or an element that is not shown',
} as const;

export type HiddenKind = keyof typeof HIDDEN_KINDS;

export const isHiddenKind = (type: string): type is HiddenKind => Object.hasOwn(HIDDEN_KINDS, type);

/** No text needs these. */
export const INVISIBLE_KINDS: ReadonlySet<HiddenKind> = new Set(['hidden_tags', 'hidden_selectors']);

export interface HiddenText {
  readonly kind: HiddenKind;
  readonly start: number;
  readonly end: number;
  /** It is one mark that the text does not need: hidden text only together with others, see `canSpeak`. */
  readonly isStray?: true;
  /** A stray one where many texts have one: reported only if together they are hidden text. */
  readonly isUsual?: true;
}

/**
 * The stray marks of one message may say this much together, in bits: 16 bytes are too few for an order with a path or
 * an address.
 */
const MAX_STRAY_BITS = 128;

/**
 * Stray marks of a message can say something: each is one of ten characters at one of the message's places, even if
 * each place was chosen for it.
 * @param length of all texts of the message, in characters
 */
export const canSpeak = (strays: number, length: number): boolean =>
  strays > 0 && strays * Math.log2(STRAYS.size * length) > MAX_STRAY_BITS;

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
    String.raw`(?<zero_width>[\u061c\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]+|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0]{2,})`,
    String.raw`(?<control_character>[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]+)`,
  ].join('|'),
  'uy',
);

/** The code units with which all of that begins: nearly every text holds none of them, and need not be looked at again. */
const FIRST_UNIT =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- units, not characters
  /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud82f\ud834\udb40-\udb43]/;

/**
 * In the order in which it stands in the text, without overlap; at most `MAX_HIDDEN`. Linear.
 * @param others of the text
 */
export function findHiddenText(text: string, others: Others = othersOf(text)): readonly HiddenText[] {
  if (!FIRST_UNIT.test(others.units)) return [];
  const found: HiddenText[] = [];
  const paragraphs = new Paragraphs(text);
  for (const { index: start, 0: run, groups = {} } of candidatesIn(text, others)) {
    const kind = KINDS.find((each) => groups[each] !== undefined);
    if (kind === undefined) continue;
    const end = start + run.length;
    const role = judge(kind, run, { before: before(text, start), after: after(text, end), start, paragraphs });
    if (role === NEEDED) continue;
    if (role === HIDDEN || (role !== IN_RANGE && !STRAYS.has(run.charAt(0)))) found.push({ kind, start, end });
    // Each mark of a run of equal ones counts.
    else
      for (let at = start, step = role === IN_RANGE ? run.length : 1; at < end && found.length < MAX_HIDDEN; at += step)
        found.push({ kind, start: at, end: at + step, isStray: true, ...(role === USUAL && { isUsual: true }) });
    if (found.length === MAX_HIDDEN) break;
  }
  return found;
}

/** All places at which it matches; it begins with one of those units. */
function* candidatesIn(text: string, { runs, units }: Others): Generator<RegExpExecArray> {
  const firsts = units
    .split('')
    .filter((unit) => FIRST_UNIT.test(unit))
    .join('');
  let done = 0;
  for (let index = 0; index < runs.length; index += 2)
    for (let at = Math.max(done, runs[index]!); at < runs[index + 1]!; at++) {
      if (!firsts.includes(text.charAt(at))) continue;
      CANDIDATE.lastIndex = at;
      const found = CANDIDATE.exec(text);
      if (!found) continue;
      yield found;
      done = at + found[0].length;
      at = done - 1;
    }
}

const KINDS = Object.keys(HIDDEN_KINDS).filter(isHiddenKind);

/** Characters that editors, copying and templates leave behind by themselves. */
const STRAYS: ReadonlySet<string> = new Set('\ufe0e\ufe0f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c');

/* A run of such characters is one of these, by where it stands. */
const NEEDED = 0;
/** Not needed, and found in many texts: behind a blank or punctuation. */
const USUAL = 1;
const STRAY = 2;
const HIDDEN = 3;
/** A stray one that no editor leaves behind: a program's source has it beside a dash. */
const IN_RANGE = 4;
type Role = typeof NEEDED | typeof USUAL | typeof STRAY | typeof HIDDEN | typeof IN_RANGE;

interface Surroundings {
  /** The characters beside it; nothing at the ends. */
  readonly before: string;
  readonly after: string;
  readonly start: number;
  readonly paragraphs: Paragraphs;
}

function judge(kind: HiddenKind, run: string, around: Surroundings): Role {
  if (kind === 'hidden_tags') return isFlag(run, around.before) ? NEEDED : HIDDEN;
  if (kind === 'hidden_selectors') return judgeSelector(run, around);
  if (kind === 'zero_width') return judgeMark(run, around);
  const isDirection = kind === 'bidi_override' && run.length <= MAX_DIRECTIONS && !OVERRIDE.test(run);
  return isDirection && around.paragraphs.hasRightToLeft(around.start) ? NEEDED : HIDDEN;
}

/** England, Scotland and Wales: a black flag, letters, and the tag that ends them. */
const isFlag = (run: string, before: string): boolean =>
  before === '\u{1f3f4}' && /^[\u{e0061}-\u{e007a}]{2,6}\u{e007f}$/u.test(run);

function judgeSelector(run: string, { before, after }: Surroundings): Role {
  if (/^[\ufe0e\ufe0f]$/.test(run)) {
    const isKey = KEY.test(before);
    if (isKey ? after === '\u20e3' : TAKES_PRESENTATION.test(before)) return NEEDED;
    return isKey || PUNCTUATION.test(before) ? USUAL : STRAY;
  }
  if (/^[\ufe00-\ufe0d]$/.test(run))
    return takesVariant(before, run) ? NEEDED : isInRange(before, after) ? IN_RANGE : HIDDEN;
  if (isRepeated(run)) return STRAY;
  if (/^[\u{e0100}-\u{e01ef}]$/u.test(run) && isInRange(before, after)) return IN_RANGE;
  // No ideograph has more than 32 variants. https://unicode.org/ivd/
  return /^[\u{e0100}-\u{e011f}]$/u.test(run) && /\p{Script=Han}/u.test(before) ? NEEDED : HIDDEN;
}

/** `[\ufe00-\ufe0f]` as characters, in the source of a program: without them it would mean something else. */
const isInRange = (before: string, after: string): boolean => before === '-' || after === '-';

/** The same mark again and again holds nothing that one does not. */
const isRepeated = (run: string): boolean => run.length > 1 && /^(.)\1+$/s.test(run);

function judgeMark(run: string, { before, after, start, paragraphs }: Surroundings): Role {
  if (run.length > 1) return isRepeated(run) ? STRAY : HIDDEN;
  if (run === '\ufeff' && before === '') return NEEDED; // a byte order mark
  if (JOINED.test(before) || JOINED.test(after)) return /[\u2060\ufeff]/.test(run) ? USUAL : NEEDED;
  if (PICTOGRAPH.test(before) || PICTOGRAPH.test(after)) {
    return run === '\u200d' && PICTOGRAPH.test(before) && PICTOGRAPH.test(after) ? NEEDED : USUAL;
  }
  if (!/[\u061c\u200e\u200f]/.test(run)) return WORD.test(before) && WORD.test(after) ? STRAY : USUAL;
  // A mark cannot change direction within a word of letters that all run one way.
  return paragraphs.hasRightToLeft(start) && !(WORD.test(before) && WORD.test(after)) ? NEEDED : STRAY;
}

/** More one after the other are needed nowhere: one ends and another begins, within a third. */
const MAX_DIRECTIONS = 4;
const OVERRIDE = /[\u202d\u202e]/;
const KEY = /[\d#*]/;
/** Behind letters, digits and ASCII selectors say nothing, so that each of them could carry a bit or more. */
const TAKES_PRESENTATION = /(?!\p{ASCII})[\p{Emoji}\p{S}]/u;
const PUNCTUATION = /[\p{P}\p{S}]/u;
/** https://www.unicode.org/Public/UCD/latest/ucd/StandardizedVariants.txt */
const TAKES_VARIANT =
  /[0\u2018\u2019\u201c\u201d\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f\p{So}\p{Script=Han}\p{Script=Myanmar}\p{Script=Phags_Pa}\p{Script=Manichaean}\u{1d49c}-\u{1d4cf}]|(?!\p{ASCII})\p{Sm}/u;
const takesVariant = (before: string, run: string): boolean =>
  run <= '\ufe02' ? TAKES_VARIANT.test(before) || EGYPTIAN.test(before) : run <= '\ufe06' && EGYPTIAN.test(before);
const EGYPTIAN = /\p{Script=Egyptian_Hieroglyphs}/u;
/** Scripts whose letters are joined or parted by characters without width, or written without spaces. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u0900-\u0dff]/u;
/** Two of them are one picture with a joiner between them; any other mark beside one says nothing. */
const PICTOGRAPH = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const WORD = /[\p{L}\p{N}]/u;

/** The character that ends at `at`; nothing at the beginning. */
const before = (text: string, at: number): string => Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
const after = (text: string, at: number): string => Array.from(text.slice(at, at + 2))[0] ?? '';
