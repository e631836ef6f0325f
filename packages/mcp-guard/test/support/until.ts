import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds. It only ends a test that has failed already, so it is far longer than any machine needs. */
const DEADLINE = 120_000;
/** Milliseconds. The longer it has been waited for something, the longer until the next look, which may be dear. */
const LOOK_AFTER = { least: 5, most: 100, share: 0.1 };

type Seen<T> = Exclude<Awaited<T>, false | undefined | null | 0 | ''>;

/** Looks again and again until there is something to see, and resolves with that. */
export async function until<T>(what: string, look: () => T, within: number = DEADLINE): Promise<Seen<T>> {
  const began = performance.now();
  for (;;) {
    const seen = await look();
    if (isSeen(seen)) return seen;
    const waited = performance.now() - began;
    if (waited > within) throw new Error(`waited ${within} ms in vain until ${what}`);
    await delay(Math.min(LOOK_AFTER.most, Math.max(LOOK_AFTER.least, waited * LOOK_AFTER.share)));
  }
}

const isSeen = <T>(value: Awaited<T>): value is Seen<T> => Boolean(value);
