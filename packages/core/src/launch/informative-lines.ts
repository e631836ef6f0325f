/** Lines around the reason of a failure: frames of a stack, brackets, versions, values of an error. */
const NOISE: readonly RegExp[] = [
  /^at /,
  /^[\s[\](){}<>,;:^~|'"`.=_*-]*$/,
  /^Node\.js v\d/,
  /^(?:node:|file:\/\/|\/)\S*:\d+(?::\d+)?\)?$/,
  /^throw /,
  /^\[?\w+\]?: (?:null|undefined|true|false|\d+|\[|\{|\[\]|\{\}|\[Function.*|'[^']{0,64}'),?$/,
  /^'[^']*',?$/,
  /^File "[^"]*", line \d+/,
  /A complete log of this run can be found in/,
];
const TELLS =
  /error|exception|fatal|fail|cannot|can't|could not|unable|missing|requir|must |not (?:found|set|defined|allowed|permitted|a )|no such|denied|invalid|unknown|unsupported|refused|expired|timed out|full\b|usage:/i;
const MAX_LINES = 3;
/** Characters of one line that are examined. */
const MAX_LOOKED = 500;

/**
 * The lines that give a reason among the last ones that a program wrote before it failed, in order. Many programs end
 * with the least informative ones: `]`, `}`, `Node.js v24.21.0`.
 */
export function informativeLines(written: readonly string[]): readonly string[] {
  const lines = written.map((line) => line.trim()).filter((line) => !isNoise(line.slice(0, MAX_LOOKED)));
  const last = lines.findLastIndex(isInformative);
  if (last < 0) return lines.slice(-MAX_LINES);
  const from = lines.slice(last, last + MAX_LINES);
  const before = lines.slice(0, last).filter(isInformative);
  const room = MAX_LINES - from.length;
  return [...(room > 0 ? before.slice(-room) : []), ...from];
}

const isNoise = (line: string): boolean => NOISE.some((noise) => noise.test(line));
const isInformative = (line: string): boolean => TELLS.test(line.slice(0, MAX_LOOKED));
