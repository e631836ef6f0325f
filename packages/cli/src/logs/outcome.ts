import { GuardError } from '@mcp-guard/core';
import { decisiveOf, isFailed, isRequest, type AuditOutcome, type Exchange } from '@mcp-guard/store';

/** The outcome of a call, in one word for people. */
export type OutcomeWord = 'ok' | 'error' | 'warned' | 'redacted' | 'held' | 'refused' | 'open' | '-';

interface Outcome {
  readonly word: OutcomeWord;
  /** As rows record it. */
  readonly recorded: AuditOutcome;
  /** Select Graphic Rendition of a terminal (ECMA-48). */
  readonly color: string;
}

/** Outcomes that a person can ask for. */
const OUTCOMES: readonly Outcome[] = [
  { word: 'ok', recorded: 'allow', color: '32' },
  { word: 'error', recorded: 'allow', color: '31' },
  { word: 'warned', recorded: 'allow', color: '33' },
  { word: 'redacted', recorded: 'redact', color: '33' },
  { word: 'held', recorded: 'hold', color: '33' },
  { word: 'refused', recorded: 'block', color: '31;1' },
];

/** The words of `--type`: those of the table, and those of the record. */
export const OUTCOME_WORDS: readonly string[] = [
  'allow',
  'block',
  'hold',
  'redact',
  ...OUTCOMES.map(({ word }) => word),
];

/** @param type one of `OUTCOME_WORDS`; `allow` is all that was let through as it was */
export function toOutcome(type: string): Pick<Outcome, 'recorded'> & { readonly word: OutcomeWord | undefined } {
  const named = OUTCOMES.find(({ word }) => word === type);
  if (named) return named;
  const recorded = OUTCOMES.find((outcome) => outcome.recorded === type);
  if (recorded) return { recorded: recorded.recorded, word: undefined };
  throw new GuardError('USAGE', `there is no such outcome; known: ${OUTCOME_WORDS.join(', ')}`);
}

/** A refusal stands above a failure, and a failure above a change. */
export function outcomeOf(exchange: Exchange): OutcomeWord {
  const { asked, answer } = exchange;
  const { outcome } = decisiveOf(exchange);
  if (outcome === 'block') return 'refused';
  if (outcome === 'hold') return 'held';
  if (answer && isFailed(answer)) return 'error';
  if (outcome === 'redact') return 'redacted';
  if (asked.warn || answer?.warn) return 'warned';
  if (asked.kind !== 'message') return '-';
  return isRequest(asked) && !answer ? 'open' : 'ok';
}

/** The call is one that `--type` asks for. */
export function isOfType(exchange: Exchange, type: string): boolean {
  const { word, recorded } = toOutcome(type);
  return word === undefined ? decisiveOf(exchange).outcome === recorded : outcomeOf(exchange) === word;
}

/** The color of an outcome, in the word of a table or of the record. */
export const colorOf = (cell: string): string | undefined =>
  OUTCOMES.find(({ word, recorded }) => word === cell || recorded === cell)?.color;
