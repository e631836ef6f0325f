import { isObject, type JsonObject } from '@mcp-guard/core';
import { readJsonLines } from '../corpus/labelled-lines.js';

/** One line of labelled data: something that a server says, and whether it is meant for the user alone. */
export type Said = {
  /** Without a label that says one or the other it is counted apart. */
  readonly label: 'hostile' | 'harmless' | 'unlabelled';
  readonly category: string;
  /** `file:line`. */
  readonly place: string;
} & (
  | { readonly kind: 'definition'; readonly tool: JsonObject }
  | { readonly kind: 'result'; readonly text: string }
  | { readonly kind: 'change'; readonly before: JsonObject; readonly after: JsonObject }
);

/** Reads a file line by line. Throws at the first line that is none, with its place. */
export async function* readSaid(file: string): AsyncGenerator<Said> {
  for await (const [value, place] of readJsonLines(file)) yield toSaid(value, place);
}

function toSaid(value: JsonObject, place: string): Said {
  const { kind, label: given, category, tool, text, before, after } = value;
  const label = given === 'hostile' || given === 'harmless' ? given : 'unlabelled';
  const known = { label, category: typeof category === 'string' ? category : 'none', place } as const;
  if (kind === 'definition' && isObject(tool)) return { ...known, kind, tool };
  if (kind === 'result' && typeof text === 'string') return { ...known, kind, text };
  if (kind === 'change' && isObject(before) && isObject(after)) return { ...known, kind, before, after };
  throw new Error(`${place}: neither a definition with a tool, nor a result with a text, nor a change of a tool`);
}
