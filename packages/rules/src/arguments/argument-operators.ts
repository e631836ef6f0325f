import type { JsonValue } from '@mcp-guard/core';
import {
  compareDecimals,
  parseDecimal,
  type Decimal,
  type FsBudget,
  AccessList,
  type ServerPolicy,
} from '@mcp-guard/policy';
import type { PathContext } from '../paths/path-context.js';
import { compileUnder } from '../paths/under.js';

export type ArgumentRule = ServerPolicy['permissions']['arguments'][number];

/** The call that contains a value. */
export interface CallAround extends PathContext {
  /** The rest of the budget. */
  readonly looks: FsBudget;
}

/** The demand of one operator of a rule on a value. */
export interface Operand {
  /** Follows `the argument … must`; a model reads it, so it quotes nothing from the configuration. */
  readonly what: string;
  /** @param digits the text of a number, `undefined` for anything else */
  readonly isMet: (value: JsonValue, digits: string | undefined, around: CallAround) => boolean;
}

/** Every operator that a rule has; a value must meet them all. A type that does not fit meets none. */
export function compileDemands(rule: ArgumentRule): readonly Operand[] {
  const { one_of: oneOf, matches, min, max, under } = rule;
  const demands: Operand[] = [];
  if (oneOf) demands.push({ what: 'be one of the values that the policy lists', isMet: isOneOf(oneOf) });
  if (matches !== undefined) {
    const list = new AccessList('', 'tools', [matches].flat(), [], '', 'crosses');
    demands.push({
      what: 'be text that the policy’s patterns match',
      isMet: (value) => list.refuses(value) === undefined,
    });
  }
  if (min !== undefined) {
    demands.push({ what: 'be a number not below the policy’s limit', isMet: isLimited(min, (order) => order >= 0) });
  }
  if (max !== undefined) {
    demands.push({ what: 'be a number not above the policy’s limit', isMet: isLimited(max, (order) => order <= 0) });
  }
  if (under !== undefined) {
    const isUnder = compileUnder([under].flat());
    demands.push({
      what: 'be inside the allowed folders or hosts',
      isMet: (value, _, around) => typeof value === 'string' && isUnder(value, around, around.looks),
    });
  }
  return demands;
}

function isOneOf(listed: NonNullable<ArgumentRule['one_of']>): Operand['isMet'] {
  const others = new Set<JsonValue>(listed.filter((value) => typeof value !== 'number'));
  const numbers = listed.flatMap((value) => (typeof value === 'number' ? [toDecimal(value)] : []));
  return (value, digits) => {
    const number = digits === undefined ? undefined : parseDecimal(digits);
    return number ? numbers.some((other) => compareDecimals(number, other) === 0) : others.has(value);
  };
}

function isLimited(limit: number | string, holds: (order: number) => boolean): Operand['isMet'] {
  const other = toDecimal(limit);
  return (_, digits) => {
    const number = digits === undefined ? undefined : parseDecimal(digits);
    return number !== undefined && holds(compareDecimals(number, other));
  };
}

function toDecimal(value: number | string): Decimal {
  const decimal = parseDecimal(String(value));
  if (!decimal) throw new Error('the schema lets only numbers through');
  return decimal;
}
