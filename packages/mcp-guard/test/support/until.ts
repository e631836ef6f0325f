import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds. It only ends a test that has failed already, so it is far longer than any machine needs. */
const DEADLINE = 120_000;
const LOOK_EVERY = 15;

type Seen<T> = Exclude<Awaited<T>, false | undefined | null | 0 | ''>;

/** Looks again and again until there is something to see, and resolves with that. */
export async function until<T>(what: string, look: () => T, within: number = DEADLINE): Promise<Seen<T>> {
  const deadline = performance.now() + within;
  for (;;) {
    const seen = await look();
    if (isSeen(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`waited ${within} ms in vain until ${what}`);
    await delay(LOOK_EVERY);
  }
}

const isSeen = <T>(value: Awaited<T>): value is Seen<T> => Boolean(value);
