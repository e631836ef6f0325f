import {
  findOutcome,
  GuardError,
  UNKNOWN_OUTCOME,
  type CallDetail,
  type CallOutcome,
  type CallPage,
} from '@mcp-guard/core';

/** Which calls are shown; every condition must hold. */
export interface CallQuery {
  readonly server?: string;
  readonly user?: string;
  readonly method?: string;
  readonly target?: string;
  readonly outcome?: CallOutcome;
  /** In any of its texts, whatever the case. */
  readonly q?: string;
  /** Unix milliseconds, inclusive. */
  readonly since?: number;
  /** Only calls before this audit id. */
  readonly before?: number;
  readonly limit: number;
}

/** An order to the thread that reads the record. */
export type HistoryOrder =
  | { readonly kind: 'calls'; readonly query: CallQuery }
  | { readonly kind: 'call'; readonly seq: number };

/** The answers of the thread. `call`: nothing if no row of a request has this id. */
export interface HistoryAnswers {
  readonly calls: CallPage;
  readonly call: CallDetail | undefined;
}

const TEXTS = ['server', 'user', 'method', 'target', 'q'] as const;
const WORDS = ['outcome'] as const;
const NUMBERS = ['since', 'before', 'limit'] as const;
const MAX_TEXT = 512;
const MAX_LIMIT = 500;
const LIMIT = 100;

/** Throws MALFORMED_MESSAGE for a condition, or an outcome, that there is not. */
export function parseCallQuery(query: URLSearchParams): CallQuery {
  const known: readonly string[] = [...TEXTS, ...WORDS, ...NUMBERS];
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw malformed(`there is no such condition; known: ${known.join(', ')}`);
  const { limit = LIMIT, ...numbers }: Numbers = readAll(query, NUMBERS, readNumber);
  const texts: Texts = readAll(query, TEXTS, readText);
  const words: Words = readAll(query, WORDS, readOutcome);
  return { ...texts, ...words, ...numbers, limit: Math.min(Math.max(limit, 1), MAX_LIMIT) };
}

type Texts = { readonly [Name in (typeof TEXTS)[number]]?: string };
type Words = { readonly [Name in (typeof WORDS)[number]]?: CallOutcome };
type Numbers = { readonly [Name in (typeof NUMBERS)[number]]?: number };

/** The conditions that were set. */
function readAll<Name extends string, Value>(
  query: URLSearchParams,
  names: readonly Name[],
  read: (name: string, text: string) => Value,
): { readonly [Each in Name]?: Value } {
  const found: { [Each in Name]?: Value } = {};
  for (const name of names) {
    const text = query.get(name) ?? '';
    if (text !== '') found[name] = read(name, text);
  }
  return found;
}

function readText(name: string, text: string): string {
  if (text.length > MAX_TEXT) throw malformed(`${name} has at most ${MAX_TEXT} characters`);
  return text;
}

function readOutcome(_: string, text: string): CallOutcome {
  const outcome = findOutcome(text);
  if (outcome === undefined) throw malformed(UNKNOWN_OUTCOME);
  return outcome;
}

function readNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw malformed(`${name} is a whole number`);
  return Number(text);
}

/** The audit id in a path. Throws MALFORMED_MESSAGE for anything else. */
export const parseSeq = (text: string): number => readNumber('an audit id', text);

const malformed = (why: string): GuardError => new GuardError('MALFORMED_MESSAGE', why);
