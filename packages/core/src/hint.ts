import { safe } from './safe.js';

/** The next step for a person: words, or a command with the words that lead to it. Never sent to a model. */
export type Hint = string | CommandHint;

/** A command that a person copies as it stands. */
export interface CommandHint {
  /** Constant, or of `commandLine`. */
  readonly command: string;
  /** Stand before it: `start it with:`. */
  readonly words?: string | undefined;
}

/** `never` for a text of which a part is only known when the guard runs. */
type Constant<Words extends string> = object extends Record<Words, 1> ? never : Words;

/** Words that no shell changes. zsh looks for a program where a word begins with `=`. */
const PLAIN = /^(?!=)[\w@%+=:,./-]+$/;
/** A word that ends so takes the next one as its value, whatever that begins with. */
const OPTION = / -[\w-]+$/;
/** More than a path or a name of the record can have. */
const MAX_WORD = 8192;

/**
 * A command line for a POSIX shell, safe to show in a terminal and to copy from there. Each given word stays one word
 * and is no option, whatever it holds. What cannot be shown is escaped, so that the word then names nothing.
 * @param words our own: `mcp-guard explain`
 * @param given names and paths that may come from others
 */
export function commandLine<const Words extends string>(words: Constant<Words>, ...given: readonly string[]): string {
  const separator = given.some((word) => word.startsWith('-')) && !OPTION.test(words) ? ['--'] : [];
  return [words, ...separator, ...given.map(toShellWord)].join(' ');
}

function toShellWord(text: string): string {
  const word = safe(text, MAX_WORD);
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** In one line. */
export const hintText = (hint: Hint): string =>
  typeof hint === 'string' ? hint : `${hint.words === undefined ? '' : `${hint.words} `}${hint.command}`;

/** As people are shown it: what stands before a command tells it from words. */
export const asNext = (hint: Hint): Hint =>
  typeof hint === 'string' || hint.words !== undefined ? hint : hintAfter('next:', hint);

export const hintAfter = (lead: string, hint: Hint): Hint =>
  typeof hint === 'string'
    ? `${lead} ${hint}`
    : { words: hint.words === undefined ? lead : `${lead} ${hint.words}`, command: hint.command };

/** Checks a hint that another process of the guard has sent. */
export const isHint = (value: unknown): value is Hint =>
  typeof value === 'string' ||
  (typeof value === 'object' &&
    value !== null &&
    'command' in value &&
    typeof value.command === 'string' &&
    (!('words' in value) || typeof value.words === 'string'));
