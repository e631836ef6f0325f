/*
 * Assembles one function of WebAssembly from a few lines of text, so that its source is in this repository and nothing
 * else has to be trusted or rebuilt: https://webassembly.github.io/spec/core/binary.
 *
 * An expression is `(operation operand …)`, by the names of the specification; `$name` is the value of a local, a number
 * an `i32`. `(set $name value)`, `(if condition …)` and `(while condition …)` are statements. What an operation has
 * besides its operands stands behind them: an offset, which loads may have, and a lane.
 */

type Expression = string | readonly Expression[];

export interface Source {
  /** The function is called with these, all `i32`; it returns an `i32`. */
  readonly parameters: readonly string[];
  /** Its other locals, which begin as zero. */
  readonly integers: readonly string[];
  readonly vectors: readonly string[];
  /** Statements, and what the function returns. */
  readonly body: string;
  /** Pages of 64 KB. */
  readonly pages: number;
}

/** A module that exports its `memory` and the function `run`. Throws for what is not understood. */
export function assemble({ parameters, integers, vectors, body, pages }: Source): Uint8Array<ArrayBuffer> {
  const locals = [...parameters, ...integers, ...vectors];
  const code = parse(body).flatMap((expression) => emit(expression, locals));
  const groups = [
    [...unsigned(integers.length), I32],
    [...unsigned(vectors.length), V128],
  ];
  const entry = [...vector(groups), ...code, END];
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, [[FUNCTION, ...vector(parameters.map(() => [I32])), ...vector([[I32]])]]),
    ...section(3, [[0]]),
    ...section(5, [[1, ...unsigned(pages), ...unsigned(pages)]]), // it never grows
    ...section(7, [
      [...name('memory'), MEMORY, 0],
      [...name('run'), 0, 0],
    ]),
    ...section(10, [[...unsigned(entry.length), ...entry]]),
  ]);
}

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const I32 = 0x7f;
const V128 = 0x7b;
const FUNCTION = 0x60;
const MEMORY = 2;
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const END = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const NO_RESULT = 0x40;
const GET = 0x20;
const SET = 0x21;
const CONSTANT = 0x41;
const IS_ZERO = 0x45;

/** The bytes of operations. */
const OPERATIONS: ReadonlyMap<string, readonly number[]> = new Map([
  ['i32.eqz', [IS_ZERO]],
  ['i32.eq', [0x46]],
  ['i32.ne', [0x47]],
  ['i32.lt_u', [0x49]],
  ['i32.gt_u', [0x4b]],
  ['i32.ctz', [0x68]],
  ['i32.add', [0x6a]],
  ['i32.sub', [0x6b]],
  ['i32.mul', [0x6c]],
  ['i32.and', [0x71]],
  ['i32.or', [0x72]],
  ['i32.xor', [0x73]],
  ['i32.shl', [0x74]],
  ['i32.shr_u', [0x76]],
  ['i8x16.swizzle', [0xfd, 0x0e]],
  ['i8x16.splat', [0xfd, 0x0f]],
  ['i8x16.ne', [0xfd, 0x24]],
  ['i8x16.gt_s', [0xfd, 0x27]],
  ['v128.and', [0xfd, 0x4e]],
  ['v128.or', [0xfd, 0x50]],
  ['i8x16.bitmask', [0xfd, 0x64]],
  ['i8x16.shr_u', [0xfd, 0x6d]],
  ['i16x8.splat', [0xfd, 0x10]],
  ['i16x8.extend_low_i8x16_u', [0xfd, 0x89, 0x01]],
  ['i16x8.extend_high_i8x16_u', [0xfd, 0x8a, 0x01]],
  ['i16x8.add', [0xfd, 0x8e, 0x01]],
  ['i16x8.mul', [0xfd, 0x95, 0x01]],
  ['i16x8.min_u', [0xfd, 0x97, 0x01]],
  ['i8x16.narrow_i16x8_u', [0xfd, 0x66]],
]);
/** The same of those that have an alignment and an offset. */
const ACCESSES: ReadonlyMap<string, readonly number[]> = new Map([
  ['i32.load', [0x28]],
  ['i32.load8_u', [0x2d]],
  ['i32.load16_u', [0x2f]],
  ['i32.store', [0x36]],
  ['v128.load', [0xfd, 0x00]],
  ['v128.store', [0xfd, 0x0b]],
  ['v128.load8_lane', [0xfd, 0x54]],
]);

/** The expressions of a text; of a comment, from `;` to the end of its line, none. */
function parse(text: string): readonly Expression[] {
  const open: Expression[][] = [[]];
  for (const [token] of text.replaceAll(/;.*/g, '').matchAll(/[()]|[^\s()]+/g)) {
    if (token === '(') open.push([]);
    else if (token === ')') {
      const done = open.pop()!;
      const around = open.at(-1);
      if (!around) throw new Error('a parenthesis closes nothing');
      around.push(done);
    } else open.at(-1)!.push(token);
  }
  const [all, ...rest] = open;
  if (!all || rest.length > 0) throw new Error('a parenthesis is not closed');
  return all;
}

function emit(expression: Expression, locals: readonly string[]): readonly number[] {
  if (typeof expression === 'string')
    return expression.startsWith('$') ? [GET, ...local(expression, locals)] : [CONSTANT, ...signed(Number(expression))];
  const [head, ...rest] = expression;
  const all = (operands: readonly Expression[]) => operands.flatMap((operand) => emit(operand, locals));
  const [first = '', ...others] = rest;
  if (head === 'set') return [...all(others), SET, ...local(first, locals)];
  if (head === 'if') return [...emit(first, locals), IF, NO_RESULT, ...all(others), END];
  if (head === 'while') {
    const leave = [...emit(first, locals), IS_ZERO, BRANCH_IF, 1];
    return [BLOCK, NO_RESULT, LOOP, NO_RESULT, ...leave, ...all(others), BRANCH, 0, END, END];
  }
  const operation = OPERATIONS.get(String(head));
  if (operation) return [...all(rest), ...operation];
  if (head === 'i16x8.extract_lane_u') return [...emit(first, locals), 0xfd, 0x19, Number(others[0])];
  const access = ACCESSES.get(String(head));
  if (!access) throw new Error(`what is ${String(head)}?`);
  if (String(head).endsWith('.store')) return [...all(rest), ...access, 0, 0];
  if (head !== 'v128.load8_lane') return [...emit(first, locals), ...access, 0, ...unsigned(Number(others[0] ?? 0))];
  const [into = '', offset, lane] = others;
  return [...all([first, into]), ...access, 0, ...unsigned(Number(offset)), Number(lane)];
}

function local(expression: Expression, locals: readonly string[]): readonly number[] {
  const index = locals.indexOf(String(expression));
  if (index < 0) throw new Error(`what is ${String(expression)}?`);
  return unsigned(index);
}

/** LEB128 of what is not negative. */
function unsigned(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of 32 bits with a sign. */
function signed(value: number): readonly number[] {
  if (!Number.isInteger(value)) throw new Error(`what is ${value}?`);
  const rest = (value | 0) >> 7;
  const low = value & 0x7f;
  return (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40) ? [low] : [low | 0x80, ...signed(rest)];
}

const vector = (items: readonly (readonly number[])[]): readonly number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const name = (text: string): readonly number[] => vector(Array.from(text, (char) => [char.charCodeAt(0)]));

function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}
