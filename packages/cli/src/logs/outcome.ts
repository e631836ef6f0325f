import { findOutcome, GuardError, UNKNOWN_OUTCOME, type CallOutcome } from '@mcp-guard/core';
import { callOutcome, type Exchange } from '@mcp-guard/store';

/** Select Graphic Rendition of a terminal (ECMA-48). */
const COLORS: ReadonlyMap<string, string> = new Map<CallOutcome, string>([
  ['allowed', '32'],
  ['redacted', '33'],
  ['refused', '31;1'],
  ['held', '33'],
  ['error', '31'],
]);

/** The outcome that `--type` asks for. Throws USAGE for a word that names none. */
export function parseOutcome(word: string): CallOutcome {
  const outcome = findOutcome(word);
  if (outcome !== undefined) return outcome;
  throw new GuardError(
    'USAGE',
    UNKNOWN_OUTCOME,
    word === 'warned' ? { hint: 'for calls that a rule warned of: --warned' } : {},
  );
}

/** A rule warned of one of its messages. */
export const isWarned = ({ asked, answer }: Exchange): boolean => asked.warn || answer?.warn === true;

/** The outcome of a call, as a table shows it. */
export const describeOutcome = (exchange: Exchange): string => callOutcome(exchange) ?? '-';

/** The color of an outcome in a table. */
export const colorOf = (cell: string): string | undefined => COLORS.get(cell);
