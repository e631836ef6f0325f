import type { CommandTools } from '../command.js';

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

/** The time between messages about what a longer work waits for, in milliseconds. */
const REPORT_EVERY = 10_000;

/** As `withProgress`, again and again. @param describe what is waited for now */
export async function withReports<T>(
  { note }: Pick<CommandTools, 'note'>,
  describe: () => string,
  work: Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) return work;
  const timer = setInterval(() => note(describe()), REPORT_EVERY);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
