/** A number in its exact value: `±0.<digits> × 10^point`, the digits without zeros at either end. */
export interface Decimal {
  readonly isNegative: boolean;
  /** None for zero. */
  readonly digits: string;
  readonly point: number;
}

/** Longer numbers are not compared but refused. */
const MAX_LENGTH = 1000;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/;

/** Reads a JSON number; `undefined` if it cannot be compared exactly. */
export function parseDecimal(text: string): Decimal | undefined {
  const parts = text.length <= MAX_LENGTH ? NUMBER.exec(text) : null;
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const all = whole + fraction;
  let [start, end] = [0, all.length];
  while (all[start] === '0') start++;
  while (end > start && all[end - 1] === '0') end--;
  const digits = all.slice(start, end);
  if (digits === '') return { isNegative: false, digits, point: 0 };
  return { isNegative: sign === '-', digits, point: whole.length - start + Number(exponent) };
}

/** Below zero when `a` is less than `b`, zero if they are one number. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (signOf(a) !== signOf(b)) return signOf(a) - signOf(b);
  return signOf(a) * (a.point - b.point || compareDigits(a.digits, b.digits));
}

const signOf = ({ isNegative, digits }: Decimal): number => (digits === '' ? 0 : isNegative ? -1 : 1);

/** As fractions: `9` is more than `10`, and `1` less than `11`. */
const compareDigits = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
