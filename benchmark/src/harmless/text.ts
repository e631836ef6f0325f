import type { Json } from '@mcp-guard/detectors';
import type { Random } from '../security/harness/random.js';
import type { Workshop } from './workshop.js';

/** What a tool answers: a text, or the result of a call. Nothing in it is a secret or about a person. */
export interface HarmlessText {
  /** A file or a command, and which part of it. */
  readonly place: string;
  readonly value: Json;
  /** In UTF-8. */
  readonly bytes: number;
}

/** Nothing is read and nothing is started before its first text is asked for. */
export type Stream = AsyncIterable<HarmlessText>;

/** A kind of text: one file, and one line in the registry. */
export interface Source {
  readonly name: string;
  /** Made from the seed alone, the same on every machine, and without an end. */
  readonly seeded?: (random: Random) => readonly Stream[];
  /** What this machine has. What it has not is told to the workshop. */
  readonly collected?: (workshop: Workshop) => readonly Stream[];
}

export const toText = (place: string, value: Json): HarmlessText => ({
  place,
  value,
  bytes: Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)),
});
