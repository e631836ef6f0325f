/** Edits a configuration in place: what is not edited keeps every byte. */
import { GuardError, isObject, member, type JsonValue } from '@mcp-guard/core';
import { CANNOT_EDIT } from '../clients/syntax/replace.js';
import { SyntaxProblem, type KeyPath, type ParsedText } from '../clients/syntax/syntax.js';
import { parseYaml } from '../clients/syntax/yaml.js';

/** The text with elements behind the last one of a list, which is made if it is missing. Throws CONFIG_INVALID. */
export function addToList(text: string, path: readonly string[], ...elements: readonly JsonValue[]): string {
  const list = listAt(text, path);
  if (list)
    return elements.reduce<string>((so, each, index) => replace(read(so), [...path, list.length + index], each), text);
  const file = read(text);
  // Only the last step of an edit may be new.
  let depth = 0;
  while (depth < path.length - 1 && isObject(valueAt(file.value, path.slice(0, depth + 1)))) depth += 1;
  const made = path.slice(depth + 1).reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), [...elements]);
  return replace(file, path.slice(0, depth + 1), made);
}

/**
 * The text without any element of a list that equals the text `element`. A list that has no other goes with it, and
 * the sections of a server that have nothing else.
 */
export function removeFromList(text: string, path: readonly string[], element: string): string {
  const list = listAt(text, path) ?? [];
  const indices = list.flatMap((each, index) => (each === element ? [index] : []));
  if (indices.length > 0 && indices.length === list.length) {
    const file = read(text);
    let whole = path;
    while (whole.length > SERVER_DEPTH && isAlone(file, whole)) whole = whole.slice(0, -1);
    return replace(file, whole, undefined);
  }
  return indices.toReversed().reduce((so, index) => replace(read(so), [...path, index], undefined), text);
}

/** A section of a server has a path of three steps: `servers.NAME.policy`. */
const SERVER_DEPTH = 3;

/** It is the only member of its section. */
function isAlone(file: ParsedText, path: readonly string[]): boolean {
  const around = valueAt(file.value, path.slice(0, -1));
  return isObject(around) && Object.keys(around).length === 1;
}

/** Returns nothing if there is no list. */
export function listAt(text: string, path: readonly string[]): readonly JsonValue[] | undefined {
  const list = valueAt(read(text).value, path);
  return Array.isArray(list) ? list : undefined;
}

const valueAt = (value: JsonValue, path: readonly string[]): JsonValue | undefined =>
  path.reduce<JsonValue | undefined>(member, value);

function read(text: string): ParsedText {
  try {
    return parseYaml(text);
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    const { line, column } = problem.place;
    throw new GuardError('CONFIG_INVALID', `line ${line}:${column} cannot be edited: ${problem.message}`, {
      hint: 'edit the file by hand, then run mcp-guard validate',
    });
  }
}

function replace(file: ParsedText, path: KeyPath, value: JsonValue | undefined): string {
  try {
    return file.replace(path, value);
  } catch (problem) {
    if (!(problem instanceof Error) || problem.message !== CANNOT_EDIT) throw problem;
    const { line, column } = file.placeOf(path);
    throw new GuardError(
      'CONFIG_INVALID',
      `${path.join('.')} cannot be edited without changing something else: there is an anchor or an alias at line ${line}:${column}`,
      { hint: 'edit the file by hand, then run mcp-guard validate' },
    );
  }
}
