import { isObject } from '@mcp-guard/core';
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
  let number = 0;
  for await (const line of readLines(file)) {
    number++;
    if (line.trim() !== '') yield toLabelledText(line, `${file}:${number}`);
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

function toLabelledText(line: string, place: string): LabelledText {
  const value = parse(line);
  if (!isObject(value)) throw new Error(`${place}: not a JSON object`);
  const { text, type, category, expected } = value;
  if (typeof text !== 'string') throw new Error(`${place}: text is not a string`);
  if (type !== undefined && type !== null && typeof type !== 'string')
    throw new Error(`${place}: type is not a string`);
  if (category !== undefined && typeof category !== 'string') throw new Error(`${place}: category is not a string`);
  if (expected !== 'positive' && expected !== 'negative')
    throw new Error(`${place}: expected is neither "positive" nor "negative"`);
  return { text, type: type ?? undefined, category, isPositive: expected === 'positive', place };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
