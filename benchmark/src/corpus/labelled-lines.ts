import { isObject, parseJson, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { createReadStream } from 'node:fs';

/** One line of a corpus: a text that holds a secret or personal data, or one that does not. */
export interface LabelledText {
  readonly text: string;
  /** What the corpus calls it. */
  readonly type: string | undefined;
  /** Of what kind the text is, where a corpus says that beside its type. */
  readonly category: string | undefined;
  readonly isPositive: boolean;
  /** `file:line`. */
  readonly place: string;
}

/** Reads a corpus of any size line by line. Throws at the first line that is none, with its place. */
export async function* readLabelledTexts(file: string): AsyncGenerator<LabelledText> {
  for await (const [value, place] of readJsonLines(file)) yield toLabelledText(value, place);
}

/** The objects of a file, one a line, each with its place as `file:line`. Throws at a line that is none. */
export async function* readJsonLines(file: string): AsyncGenerator<readonly [value: JsonObject, place: string]> {
  let number = 0;
  for await (const line of readLines(file)) {
    const place = `${file}:${++number}`;
    if (line.trim() === '') continue;
    const value = parse(line);
    if (!isObject(value)) throw new Error(`${place}: not a JSON object`);
    yield [value, place];
  }
}

/** Only `\n` ends a line: `readline` would end one at U+2028 too, which JSON may hold as it is. */
async function* readLines(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const [first = '', ...more] = String(chunk).split('\n');
    rest += first;
    for (const next of more) {
      yield rest;
      rest = next;
    }
  }
  yield rest;
}

function toLabelledText(value: JsonObject, place: string): LabelledText {
  const { text, type, category, expected } = value;
  if (typeof text !== 'string') throw new Error(`${place}: text is not a string`);
  if (type !== undefined && type !== null && typeof type !== 'string')
    throw new Error(`${place}: type is not a string`);
  if (category !== undefined && typeof category !== 'string') throw new Error(`${place}: category is not a string`);
  if (expected !== 'positive' && expected !== 'negative')
    throw new Error(`${place}: expected is neither "positive" nor "negative"`);
  return { text, type: type ?? undefined, category, isPositive: expected === 'positive', place };
}

function parse(line: string): JsonValue | undefined {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
