import { parseDecimal } from '@mcp-guard/policy';
import type { Money } from '../exchange/cost.js';

const DIGITS = 6;
/** Beyond this the JSON numbers of most programs are no longer exact. */
const MAX_AMOUNT = 2n ** 53n;
const AMOUNT = /^(\d{1,64})(?:\.(\d{1,64}))?$/;

/**
 * The amount that a call names. An amount finer than the currency's coins is rounded up.
 * `undefined` for anything that is not a plain number of digits, and for more than 2^53.
 * @param text of a number, or a text that is one
 * @param unit `minor`: in the smallest coins of the currency
 */
export function parseAmount(text: string, currency: string, unit: 'major' | 'minor'): Money | undefined {
  const [, whole, fraction = ''] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const number = BigInt(whole + fraction);
  const scale = 10n ** BigInt(fraction.length);
  if (number > MAX_AMOUNT * scale) return undefined;
  const coins = coinDigits(currency);
  const inCoins = unit === 'minor' ? number : number * 10n ** BigInt(coins);
  return divideUp(inCoins, scale) * 10n ** BigInt(DIGITS - coins);
}

/** A price or a cap of the configuration. Fractions below a millionth are rounded against the caller. */
export function parseConfigured(value: number | string, round: 'up' | 'down'): Money {
  const decimal = parseDecimal(String(value));
  if (!decimal || decimal.isNegative) throw new Error('the schema lets only amounts through');
  const power = BigInt(decimal.point - decimal.digits.length + DIGITS);
  const digits = BigInt(decimal.digits || '0');
  if (power >= 0n) return digits * 10n ** power;
  return round === 'up' ? divideUp(digits, 10n ** -power) : digits / 10n ** -power;
}

/** Digits with a point, at least as many as the currency has coins for: `12.50`. Without the currency's name. */
export function formatMoney(amount: Money, currency: string): string {
  const digits = String(amount).padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '').padEnd(coinDigits(currency), '0');
  return digits.slice(0, -DIGITS) + (fraction === '' ? '' : `.${fraction}`);
}

/** Parses the output of `formatMoney`. */
export const parseMoney = (text: string): Money => parseConfigured(text, 'up');

const divideUp = (number: bigint, by: bigint): bigint => (number + by - 1n) / by;

/** Digits behind the point, as ISO 4217 says: two of a dollar, none of a yen. Two if the currency is unknown. */
function coinDigits(currency: string): number {
  let digits = known.get(currency);
  if (digits === undefined) {
    const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    digits = Math.min(options.maximumFractionDigits ?? 2, DIGITS);
    if (known.size < MAX_KNOWN) known.set(currency, digits);
  }
  return digits;
}

/** Creating a formatter takes a hundred times longer than the rest. */
const known = new Map<string, number>();
const MAX_KNOWN = 512;
