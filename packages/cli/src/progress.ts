import type { CommandTools } from './command.js';

/** After so many milliseconds a person wonders. */
const PATIENCE = 1000;

/** Says at a terminal what takes so long; programs read what stands there and need no progress. */
export async function withProgress<T>(
  { note }: Pick<CommandTools, 'note'>,
  words: string,
  work: Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) return work;
  const timer = setTimeout(() => note(words), PATIENCE);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
