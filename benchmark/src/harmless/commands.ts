import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { cut } from './cut.js';
import { toText, type HarmlessText } from './text.js';
import type { Workshop } from './workshop.js';

/** A command that says nothing for so long is ended. */
const MAX_SILENCE_MS = 20_000;

export interface Call {
  readonly command: string;
  readonly args: readonly string[];
  /** The folder of the workshop by default. */
  readonly cwd?: string;
}

export const call = (line: string, cwd?: string): Call => {
  const [command = '', ...args] = line.split(' ');
  return { command, args, ...(cwd !== undefined && { cwd }) };
};

const findCommand = (name: string): boolean =>
  name.includes('/') ? existsSync(name) : (env['PATH'] ?? '').split(delimiter).some((at) => existsSync(join(at, name)));

/** What commands say, one after the other, on both of their outputs. */
export async function* outputsOf(workshop: Workshop, calls: readonly Call[]): AsyncGenerator<HarmlessText> {
  const random = workshop.random(JSON.stringify(calls[0]));
  for (const each of calls) {
    if (!findCommand(each.command)) workshop.miss(each.command, 'no such program');
    else yield* toTexts(each, cut(readOutput(workshop, each), random));
  }
}

async function* toTexts({ command, args }: Call, texts: AsyncIterable<string>): AsyncGenerator<HarmlessText> {
  const line = [command, ...args].join(' ').slice(0, 100);
  let number = 0;
  for await (const text of texts) yield toText(`${line} #${++number}`, text);
}

/** The command ends with its reader. */
export async function* readOutput(workshop: Workshop, { command, args, cwd }: Call): AsyncGenerator<string> {
  const child = workshop.processes.start({
    command: 'sh',
    args: ['-c', 'exec "$0" "$@" 2>&1', command, ...args],
    env: { LANG: 'C.UTF-8', PAGER: 'cat', GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0', MANWIDTH: '100' },
    cwd: cwd ?? workshop.folder,
  });
  child.stdin.end();
  child.stdout.setEncoding('utf8');
  try {
    const pieces = child.stdout.iterator({ destroyOnReturn: true });
    for (let next = await within(pieces.next()); next && next.done !== true; next = await within(pieces.next()))
      yield String(next.value);
  } finally {
    await workshop.processes.kill(child);
  }
}

/** `undefined` after too long a silence. */
async function within<Result>(result: Promise<Result>): Promise<Result | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), MAX_SILENCE_MS);
  try {
    return await Promise.race([result, promise]);
  } finally {
    clearTimeout(timer);
  }
}
