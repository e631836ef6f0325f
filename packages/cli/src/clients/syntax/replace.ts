import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '@mcp-guard/core';
import { editText, type TextEdit } from './edit-text.js';
import { withValue } from './located.js';
import { SyntaxProblem, type Change, type KeyPath, type ParsedText, type ParseText } from './syntax.js';

/** The edits of one change, or why there are none: `CANNOT_EDIT`. */
export type EditWay = () => readonly TextEdit[];

/** There may be several ways to write the same, and a file may allow only some of them; the usual one is first. */
export type FindWays = (path: KeyPath, value: JsonValue | undefined) => readonly EditWay[];

export const CANNOT_EDIT = 'this cannot be edited without changing something else in the file';

/**
 * `replace` and `replaceAll` that throw if the edited text would mean anything but the requested change: a syntax in
 * which two places can define one value can fail in more ways than one can list.
 */
export function createReplace(
  parse: ParseText,
  text: string,
  data: JsonValue,
  findWays: FindWays,
): Pick<ParsedText, 'replace' | 'replaceAll'> {
  /** Returns nothing if the text would mean anything else. */
  function edit(ways: readonly EditWay[], changes: readonly Change[]): string | undefined {
    const edits = unlessImpossible(() => ways.flatMap((way) => way()));
    if (!edits || overlap(edits)) return undefined;
    const edited = editText(text, edits);
    const wanted = changes.reduce((value, change) => withValue(value, ...change), data);
    return isDeepStrictEqual(read(parse, edited), wanted) ? edited : undefined;
  }

  function replace(path: KeyPath, value: JsonValue | undefined): string {
    for (const way of findWays(path, value)) {
      const edited = edit([way], [[path, value]]);
      if (edited !== undefined) return edited;
    }
    throw new Error(CANNOT_EDIT);
  }

  function replaceAll(changes: readonly Change[]): string {
    const usual = changes.flatMap((change) => findWays(...change)[0] ?? []);
    const edited = usual.length === changes.length ? edit(usual, changes) : undefined;
    return edited ?? changes.reduce((before, change) => parse(before).replace(...change), text);
  }

  return { replace, replaceAll };
}

function unlessImpossible<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch (problem) {
    if (problem instanceof Error && problem.message === CANNOT_EDIT) return undefined;
    throw problem;
  }
}

function overlap(edits: readonly TextEdit[]): boolean {
  const sorted = edits.toSorted((one, other) => one.start - other.start);
  return sorted.some(({ start }, index) => start < (sorted[index - 1]?.end ?? 0));
}

function read(parse: ParseText, text: string): JsonValue | undefined {
  try {
    return parse(text).value;
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return undefined;
    throw problem;
  }
}
