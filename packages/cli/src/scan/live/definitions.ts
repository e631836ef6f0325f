import { isObject, member, type JsonValue } from '@mcp-guard/core';
import type { ServerAnswer } from '../../servers/ask-server.js';
import { showText } from '../../output/show-text.js';

/** A text that a model may read, and its place in the definition. */
export interface DefinitionText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** One thing that a server offers, as it describes it. */
export interface Definition {
  /** As it reads in a sentence: `its tool echo`. Safe to print. */
  readonly title: string;
  /** As the server sent it. */
  readonly entry: JsonValue;
  /** Every string in it, and every key. */
  readonly texts: readonly DefinitionText[];
}

/** All that a server declares about itself and its contents, in its order. */
export const toDefinitions = (answer: ServerAnswer): readonly Definition[] => [
  define('its name', answer.serverInfo),
  define('what it tells every model', { instructions: answer.instructions ?? '' }),
  ...answer.tools.map((entry) => define(`its tool ${showText(nameOf(entry))}`, entry)),
  ...answer.prompts.map((entry) => define(`its prompt ${showText(nameOf(entry))}`, entry)),
  ...answer.resources.map((entry) => define(`its resource ${showText(nameOf(entry))}`, entry)),
  ...answer.resourceTemplates.map((entry) => define(`its template ${showText(nameOf(entry))}`, entry)),
];

/** Empty if the entry has no name: the model knows it by its name. */
export function nameOf(entry: JsonValue): string {
  const name = member(entry, 'name');
  return typeof name === 'string' ? name : '';
}

/** The place of a text, as people write it: `inputSchema.properties.path.description`. */
export const toWhere = ({ path }: DefinitionText): string => (path.length === 0 ? 'it' : showText(path.join('.')));

const define = (title: string, entry: JsonValue): Definition => ({ title, entry, texts: [...textsOf(entry, [])] });

/** Recursive: what a server sends is parsed to a bounded depth only. */
function* textsOf(value: JsonValue, path: readonly (string | number)[]): Generator<DefinitionText> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsOf(item, [...path, index]);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield { path: [...path, key], text: key };
      yield* textsOf(item, [...path, key]);
    }
  }
}
