/** The wish that a key expresses. */
export type Key =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'open'
  | 'back'
  | 'switch'
  | 'approve'
  | 'deny'
  | 'hour'
  | 'pause'
  | 'halt'
  | 'help'
  | 'redraw'
  | 'stop'
  | 'quit';

/** As terminals send them in raw mode: ANSI and application mode. */
const KEYS: ReadonlyMap<string, Key> = new Map<string, Key>([
  ['\u001b[A', 'up'],
  ['\u001bOA', 'up'],
  ['k', 'up'],
  ['\u001b[B', 'down'],
  ['\u001bOB', 'down'],
  ['j', 'down'],
  ['\u001b[5~', 'page-up'],
  ['\u001b[6~', 'page-down'],
  [' ', 'page-down'],
  ['\r', 'open'],
  ['\n', 'open'],
  ['\u001b', 'back'],
  ['\t', 'switch'],
  ['a', 'approve'],
  ['d', 'deny'],
  ['h', 'hour'],
  ['p', 'pause'],
  ['x', 'halt'],
  ['?', 'help'],
  ['\u000c', 'redraw'],
  ['\u001a', 'stop'],
  ['q', 'quit'],
  ['\u0003', 'quit'],
]);

/** Escape, a bracket or an O, digits and one letter; or one character. */
const SEQUENCE = /\p{Cc}(?:\[[\d;]{0,8}[A-Za-z~]|O[A-Z])|[^]/gu;
const MAX_LENGTH = 64;
const DECIDES: ReadonlySet<Key> = new Set<Key>(['approve', 'deny', 'hour', 'halt']);

/** The keys of what has come at once. One that decides counts only alone: what is pasted decides nothing. */
export function readKeys(typed: string): readonly Key[] {
  const sequences = typed.slice(0, MAX_LENGTH).match(SEQUENCE) ?? [];
  const keys = sequences.flatMap((sequence) => KEYS.get(sequence) ?? []);
  return sequences.length === 1 ? keys : keys.filter((key) => !DECIDES.has(key));
}
