import { closeSync, constants, openSync, readSync, writeFileSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { GuardError, safeLines } from '@mcp-guard/core';

const { O_NONBLOCK, O_RDONLY } = constants;
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
  const early = open(O_RDONLY | O_NONBLOCK, what);
  const write = (text: string): void => writeFileSync(output, safeLines(text));

  /**
   * Drops characters that were typed before the question appeared: they are no answer to it. In raw mode, half a line
   * can be read too.
   */
  function dropTyped(): void {
    input.setRawMode(true);
    typed.drop();
    dropPending(early);
  }

  async function ask(question: string): Promise<string | undefined> {
    dropTyped();
    input.setRawMode(false);
    write(question);
    let line = '';
    for (;;) {
      const char = await typed.next();
      if (char === undefined) return undefined;
      if (char === '\n') return line;
      if (line.length < MAX_ANSWER) line += char;
    }
  }

  async function askSecretly(question: string): Promise<string | undefined> {
    dropTyped(); // and stay in raw mode, also afterwards: what is typed at once, or on the way to the next question, is hidden
    write(question);
    const secret = await readSecret(typed);
    write('\n');
    return secret;
  }

  return {
    show: (text) => write(`${text}\n`),
    ask,
    askSecretly,
    close() {
      input.setRawMode(false);
      input.destroy();
      closeSync(output);
      closeSync(early);
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

function open(flags: 'r' | 'w' | number, what: string): number {
  try {
    return openSync(DEVICE, flags);
  } catch (cause) {
    throw new GuardError('POLICY_DENIED', `${what} needs a terminal`, {
      cause,
      hint: 'run it in a terminal of your own, outside of a client',
    });
  }
}

interface Typed {
  /** The next character; nothing if there are no more. */
  next(): Promise<string | undefined>;
  /** Forgets what has been read and was not asked for. */
  drop(): void;
}

function readCharacters(input: ReadStream): Typed {
  const chunks: AsyncIterator<string, undefined> = input[Symbol.asyncIterator]();
  let unread: string[] = [];
  return {
    async next() {
      if (unread.length === 0) unread = Array.from((await chunks.next()).value ?? '');
      return unread.shift();
    },
    drop() {
      unread = [];
      while (input.read() !== null);
    },
  };
}

/** Reads what is there without waiting for more. */
function dropPending(descriptor: number): void {
  const bytes = Buffer.alloc(4096);
  try {
    while (readSync(descriptor, bytes) > 0);
  } catch (error) {
    const isEmpty = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
    if (!isEmpty) throw error;
  }
}

async function readSecret(typed: Typed): Promise<string | undefined> {
  let secret: string[] = [];
  for (;;) {
    const char = await typed.next();
    if (char === undefined || char === INTERRUPT || (char === END && secret.length === 0)) return undefined;
    if (ENTER.test(char)) return secret.join('');
    if (ERASE.test(char)) secret.pop();
    else if (char === ERASE_ALL) secret = [];
    else if (!CONTROL.test(char) && secret.length < MAX_ANSWER) secret.push(char);
  }
}
