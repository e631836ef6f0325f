import { toNumber, toTable } from './table.js';

/** What a figure of the guard should keep to. */
export interface Aim {
  readonly what: string;
  /** NaN if it could not be measured: then the aim is not met. */
  readonly measured: number;
  readonly bound: 'at most' | 'at least';
  readonly limit: number;
  readonly unit: '×' | 'µs' | 'ms' | 'MB' | 'calls';
}

export const isMet = ({ measured, bound, limit }: Aim): boolean =>
  bound === 'at most' ? measured <= limit : measured >= limit;

/** A line for each aim: what was measured, what is wanted, and whether that is so. */
export function describeAims(aims: readonly Aim[]): string {
  const rows = aims.map((aim) => {
    const { what, measured, bound, limit, unit } = aim;
    const digits = unit === '×' ? 2 : unit === 'ms' || unit === 'MB' ? 1 : 0;
    const sign = bound === 'at most' ? '≤' : '≥';
    return [what, `${toNumber(measured, digits)} ${unit}`, `${sign} ${limit} ${unit}`, isMet(aim) ? 'met' : 'not met'];
  });
  return `aims\n${toTable([['', 'measured', 'aim', ''], ...rows])}`;
}
