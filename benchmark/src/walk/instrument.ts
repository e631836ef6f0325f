import { functionsOf } from './functions-of.js';

/** A function that reports when it is entered. */
export interface Counted {
  /** From the folder of the packages: `daemon/session/session.js`. */
  readonly file: string;
  readonly name: string;
}

/** Called with the number of a function at each of its entries. */
export const PROBE = '__enter';

/** Makes every function of a module call the probe first, and adds them to `counted`, where they have their numbers. */
export function instrument(code: string, file: string, counted: Counted[]): string {
  const edits = functionsOf(code).flatMap(({ name, start, end, isExpression }) => {
    const number = counted.push({ file, name }) - 1;
    return isExpression
      ? [
          { at: start, text: `(${PROBE}(${number}), ` },
          { at: end, text: ')' },
        ]
      : [{ at: start + 1, text: ` ${PROBE}(${number}); ` }];
  });
  // From the last to the first, so that places before stay. Of two at one place the outer function comes first.
  let instrumented = code;
  for (const { at, text } of edits.toSorted((a, b) => a.at - b.at).toReversed())
    instrumented = instrumented.slice(0, at) + text + instrumented.slice(at);
  return instrumented;
}
