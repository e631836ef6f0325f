import { closeSync, openSync, writeFileSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { GuardError, safeLines } from '@mcp-guard/core';

const DEVICE = '/dev/tty';
const MAX_ANSWER = 1024;

/** Keys as a terminal in raw mode sends them. */
const ENTER = /[\r\n]/;
const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE_ALL = '\u0015';
const ERASE = /[\b\u007f]/;
const CONTROL = /\p{Cc}/u;

/** A person's own terminal, wherever input and output of the command lead. */
export interface Terminal {
  show(text: string): void;
  /** One line without its end; nothing if the person ends the input instead. */
  ask(question: string): Promise<string | undefined>;
  /** As `ask`, but hides what is typed. */
  askSecretly(question: string): Promise<string | undefined>;
  close(): void;
}

/**
 * Opens the terminal of this process; throws POLICY_DENIED if there is none, as for a program
 * without a person in front of it.
 * @param what needs it
 */
export function openTerminal(what: string): Terminal {
  const output = open('w', what);
  const input = new ReadStream(open('r', what)).setEncoding('utf8');
  const typed = readCharacters(input);
  const write = (text: string): void => writeFileSync(output, safeLines(text));

  async function ask(question: string): Promise<string | undefined> {
    write(question);
    let line = '';
    for (;;) {
      const char = await typed();
      if (char === undefined) return undefined;
      if (char === '\n') return line;
      if (line.length < MAX_ANSWER) line += char;
    }
  }

  async function askSecretly(question: string): Promise<string | undefined> {
    input.setRawMode(true); // before the question, so that an answer typed at once is hidden too
    try {
      write(question);
      return await readSecret(typed);
    } finally {
      input.setRawMode(false);
      write('\n');
    }
  }

  return {
    show: (text) => write(`${text}\n`),
    ask,
    askSecretly,
    close() {
      input.destroy();
      closeSync(output);
    },
  };
}

/** As `openTerminal`; nothing if there is none. */
export function findTerminal(what: string): Terminal | undefined {
  try {
    return openTerminal(what);
  } catch (error) {
    if (error instanceof GuardError && error.code === 'POLICY_DENIED') return undefined;
    throw error;
  }
}

export const isYes = (answer: string | undefined): boolean => /^(?:y|yes)$/i.test(answer?.trim() ?? '');

function open(flags: 'r' | 'w', what: string): number {
  try {
    return openSync(DEVICE, flags);
  } catch (cause) {
    throw new GuardError('POLICY_DENIED', `${what} needs a terminal`, { cause });
  }
}

/** The next typed character; nothing if there are no more. */
type NextCharacter = () => Promise<string | undefined>;

function readCharacters(input: ReadStream): NextCharacter {
  const chunks: AsyncIterator<string, undefined> = input[Symbol.asyncIterator]();
  let unread: string[] = [];
  return async () => {
    if (unread.length === 0) unread = Array.from((await chunks.next()).value ?? '');
    return unread.shift();
  };
}

async function readSecret(next: NextCharacter): Promise<string | undefined> {
  let secret: string[] = [];
  for (;;) {
    const char = await next();
    if (char === undefined || char === INTERRUPT || (char === END && secret.length === 0)) return undefined;
    if (ENTER.test(char)) return secret.join('');
    if (ERASE.test(char)) secret.pop();
    else if (char === ERASE_ALL) secret = [];
    else if (!CONTROL.test(char) && secret.length < MAX_ANSWER) secret.push(char);
  }
}
