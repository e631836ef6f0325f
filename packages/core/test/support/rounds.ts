import { assert, type IRawProperty } from 'fast-check';

/** `pnpm soak` runs every round of the tests that have many; otherwise they run a quarter of them. */
export const isSoak: boolean = process.env['MCP_GUARD_TEST_SOAK'] === '1';

const SHARE = 4;

/**
 * The part of a long table that this run checks: one of so many, drawn in each run and named, or all of it in `pnpm soak`.
 * `MCP_GUARD_TEST_SHARE` checks the same part again.
 */
export function drawShare(parts: number = SHARE): (index: number) => boolean {
  if (isSoak) return () => true;
  const share = Number(process.env['MCP_GUARD_TEST_SHARE'] ?? Math.floor(Math.random() * parts)) % parts;
  console.info(`part ${share} of ${parts} of the table`);
  return (index) => index % parts === share;
}

/** For what takes long: one of these, drawn and named, or all in `pnpm soak`. `MCP_GUARD_TEST_SHARE` names the one. */
export function drawOne<T>(...all: readonly T[]): readonly T[] {
  if (isSoak) return all;
  const drawn = Number(process.env['MCP_GUARD_TEST_SHARE'] ?? Math.floor(Math.random() * all.length)) % all.length;
  console.info(`number ${drawn} of ${all.length}`);
  return all.slice(drawn, drawn + 1);
}

/** How many of so many rounds run. */
export const rounds = (all: number, parts: number = SHARE): number => (isSoak ? all : Math.ceil(all / parts));

/**
 * Checks a property in the same rounds every time, and in one that is drawn. A failure names its seed, which
 * `MCP_GUARD_TEST_SEED` runs again.
 */
export async function assertInRounds<T>(property: IRawProperty<T>, all: number, seed: number): Promise<void> {
  const parameters = { endOnFailure: true, verbose: 1 };
  await assert(property, { ...parameters, numRuns: rounds(all), seed });
  const drawn = Math.floor(Math.random() * 2 ** 31);
  console.info(`one more round, with the seed ${drawn}`);
  await assert(property, { ...parameters, numRuns: 1, seed: drawn });
}
