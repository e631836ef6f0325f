import { type Json, toJson } from './json.ts';

/** What came of a call: its answer, or how it failed. A scenario goes on in both cases. */
export async function outcome(call: Promise<unknown>): Promise<Json> {
  try {
    return { answer: toJson(await call) };
  } catch (error) {
    return { failure: toJson(error) };
  }
}

/** One call after the other. */
export async function outcomes(calls: Readonly<Record<string, () => Promise<unknown>>>): Promise<Json> {
  const all: Record<string, Json> = {};
  for (const [name, call] of Object.entries(calls)) {
    // oxlint-disable-next-line no-await-in-loop -- the order is part of what is compared
    all[name] = await outcome(call());
  }
  return all;
}
