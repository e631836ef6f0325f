interface OutcomeWords {
  /** The word that rows of the record hold. It is covered by their hashes, so it never changes. */
  readonly stored: 'allow' | 'redact' | 'block' | 'hold';
  /** Other words that a person or a program may ask with. */
  readonly aliases: readonly string[];
}

/** In the words of every surface: page, commands, API, exports, metrics. `error`: the server, or its tool, has failed. */
export type CallOutcome = 'allowed' | 'redacted' | 'error' | 'held' | 'refused';

/** The one table of outcomes, the mildest first: of a request and its answer the later one in this table counts. */
const TABLE: readonly (OutcomeWords & { readonly word: CallOutcome })[] = [
  { word: 'allowed', stored: 'allow', aliases: ['allow', 'ok'] },
  { word: 'redacted', stored: 'redact', aliases: ['redact'] },
  { word: 'error', stored: 'allow', aliases: [] },
  { word: 'held', stored: 'hold', aliases: ['hold'] },
  { word: 'refused', stored: 'block', aliases: ['block'] },
];

export type StoredOutcome = OutcomeWords['stored'];

/** In the order in which messages name them. */
export const OUTCOMES: readonly CallOutcome[] = ['allowed', 'redacted', 'refused', 'held', 'error'];

const BY_WORD: ReadonlyMap<string, CallOutcome> = new Map(
  TABLE.flatMap(({ word, aliases }) => [word, ...aliases].map((each) => [each, word] as const)),
);
const BY_STORED: ReadonlyMap<StoredOutcome, CallOutcome> = new Map(
  TABLE.toReversed().map(({ word, stored }) => [stored, word] as const),
);
const RANKS: ReadonlyMap<CallOutcome, number> = new Map(TABLE.map(({ word }, rank) => [word, rank]));

/** The outcome that a word names; nothing for a word that names none. */
export const findOutcome = (word: string): CallOutcome | undefined => BY_WORD.get(word);

/** Says which words there are, to who has used another. */
export const UNKNOWN_OUTCOME: string = `there is no such outcome; known: ${OUTCOMES.join(', ')}`;

/** The words of a stored outcome, whatever the server has answered. */
export const toOutcome = (stored: StoredOutcome): CallOutcome => BY_STORED.get(stored) ?? 'refused';

/** The outcome of a call from those of its messages: the one that says most. */
export const strictest = (first: CallOutcome, second: CallOutcome): CallOutcome =>
  (RANKS.get(second) ?? 0) > (RANKS.get(first) ?? 0) ? second : first;
