/*
 * Every rule of a detector looks at one place that the engine points it to, by a word that stands there or by a shape
 * of digits, and says in bounded time what it sees.
 */

/** Groups of types that can be named where a type can: `pii` is `pii.contact` and all others of its kind. */
export const GROUP_NAMES = [
  'secret',
  'secret.temporary', // opens one thing for a short while, and stands in answers that are about something else
  'known', // what everybody knows: samples of manuals, passwords that programs come with, tokens of badges
  'pii.contact', // e-mail, phone
  'pii.financial', // cards, accounts
  'pii.national_id', // given to a person by a state
  'pii.business', // given to a company by a state; mostly public
  'pii.person', // name, address, date of birth
  'pii.device', // of a device or vehicle
  'pii.crypto', // addresses of wallets, which are public
  'pii.network', // looked for only where a configuration names it
  'custom', // defined by a configuration
  'binary', // bytes that were not read
  'orders', // what a server says to the model, and not to its user
  'hidden_text', // what a person does not see; no detector's, see `hidden-text.ts`
] as const;
export type Group = (typeof GROUP_NAMES)[number];

/** A type of findings. */
export interface Described {
  /** The type as configurations and markers write it: `aws_key`. */
  readonly id: string;
  /** People call it so in a sentence: `an AWS access key`. */
  readonly title: string;
  readonly group: Group;
  /** Its findings had this id before. Exceptions for it count for them still, and their fingerprints are the same. */
  readonly formerly?: string;
  /** It yields to any other finding of its group that covers it: it says where a value stands, or less. */
  readonly generic?: boolean;
  /** The type of which everything that it finds is a sample. */
  readonly sampleOf?: string;
  /** Its findings mean something only where they were hidden: in a reading, and not as they stand. */
  readonly isOfReadings?: boolean;
}

export interface Detector extends Described {
  readonly rules: readonly Rule[];
}

/** Detectors that belong together: one file, one line in the registry, one folder of fixtures. */
export interface Family {
  readonly name: string;
  readonly detectors: readonly Detector[];
}

/** The surroundings of a shape, before or behind it; `rules/edges.ts` says what each means. */
export type Edge = 'lead' | 'capital' | 'letters' | 'begins' | 'ends';

/** At least one of `anchors`, `shapes` and `key` says where it looks. */
export interface Rule {
  /** ASCII words, found in any case and with anything around them; the site is the word. The rarest part of a value is the best one. */
  readonly anchors?: readonly string[];
  /**
   * An anchor of one character counts only where one of the two before it is above U+007F, and a space only before a sign,
   * letter or digit of ASCII.
   */
  readonly isBehindForeign?: true;
  /**
   * Groups of digits and what stands between them: `#` is a digit, `A` an ASCII letter, what is no letter itself, and
   * ` ` any one of space, no-break space and tab. A group of digits is always whole: `###-##-####` is not found in
   * `1123-45-67890`. The site is the whole shape.
   */
  readonly shapes?: readonly string[];
  /** The rule is called only if one of these stands beside the shape. */
  readonly edges?: readonly Edge[];
  /** The digits that a shape may begin with, where those are few. */
  readonly firstDigits?: string;
  /** The site is a whole string or number whose key has these words; `site.key` is matched. */
  readonly key?: RegExp;
  /** The same for words that may be written apart or together: `newrelic` is in `NEW_RELIC_KEY` and `newRelicKey`. Lower case, no spaces. */
  readonly keyWords?: readonly string[];
  /**
   * The rule is called only if a digit stands in its anchor, or at most so many characters behind it; up to 255. That
   * costs next to nothing where there is none.
   */
  readonly digitWithin?: number;
  /**
   * The rule looks at a shape only where one of these stands near it or in its key, or where there is another script
   * than Latin: what no label can do without. ASCII, in lower case.
   */
  readonly needs?: readonly string[];
  /** The same for the words of an expression for labels, as `literalsOf` reads them: they are read once, when a catalogue is compiled. */
  readonly needsOf?: string;
  /**
   * A string that was cut in two may still be found: the rule is sure without any context.
   * Such rules also look at the seams between neighbouring strings, where pieces of a string are tried in many ways. A
   * function says that none can help, from what belongs to the value in any of them.
   */
  readonly seams?: true | ((site: Site) => boolean);
  /**
   * Finds what is there, if anything. Takes bounded time: every quantifier has an upper end, nothing is searched but
   * what is near.
   */
  readonly verify: (site: Site) => Hit | undefined;
}

/** The place that a rule looks at. The engine uses one object again and again: nothing may keep it. */
export interface Site {
  /** One string, key or number of the message, or what was read out of it. */
  readonly text: string;
  readonly start: number;
  /** Past the anchor or shape. */
  readonly end: number;
  /** The words of the key that the text is labelled with, in lower case and one space apart: `phone number` of `phoneNumber`. */
  readonly key: string;
  /** Another one for each text that is gone over: what a rule remembers of one is not true of the next. */
  readonly round: number;
  /** There is a key, or a letter within 40 characters: nothing else can label it. Costs next to nothing. */
  isAmongWords(): boolean;
  /** The key or the text within 40 characters has one of these words; no `g` and no `y` flag, bounded. */
  isLabelled(words: RegExp): boolean;
}

/** In characters of the text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Characters `start` to `end` are of the detector's type. */
export interface Hit extends TextRange {
  /** 0 to 1: 0.95 for a structure nothing else has, 0.85 with a label or check that fits, 0.5 for what could be many things. */
  readonly confidence: number;
  /** More of the same, such as the other cells of a column. */
  readonly others?: readonly TextRange[];
}
