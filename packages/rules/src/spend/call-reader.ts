import { isObject, member, numberTexts, toPointer, type JsonValue } from '@mcp-guard/core';
import {
  findValues,
  MAX_VALUES,
  type ArgumentValue,
  type Step,
  type TypedAnswer,
} from '../arguments/argument-values.js';
import type { Money } from '../exchange/cost.js';
import type { PaidTool } from './compile.js';
import { parseAmount } from './money.js';

/** A call as rules on spending read it. */
export interface PaidCall {
  /** Its tool. `undefined` if it responds to a server's requests without naming a tool: then only the responses are read. */
  readonly tool: JsonValue | undefined;
  readonly params: JsonValue | undefined;
  /** The JSON text that has `params` as a member: numbers keep all their digits there. */
  readonly bytes: Buffer;
}

/** Finds amounts, vendors and currencies in the arguments of a call and in the responses that come with it. */
export class CallReader {
  readonly #call: PaidCall;
  readonly #answers: readonly TypedAnswer[];
  /** Some amount is present. */
  hasAmount = false;

  constructor(call: PaidCall, answers: readonly TypedAnswer[]) {
    this.#call = call;
    this.#answers = answers;
  }

  /** Why not, with the name of an argument and never its value. */
  read(line: PaidTool): { readonly amount: Money; readonly vendors: readonly JsonValue[] } | string {
    const named = line.named && this.#find(line.named);
    if (typeof named === 'string') return `the currency of this call ${named}`;
    if (named?.some((values) => values.some(({ value }) => !isCurrency(value, line.currency))))
      return 'this call costs something in another currency';
    const vendors = line.vendor ? this.#find(line.vendor) : [];
    if (typeof vendors === 'string') return `the vendor of this call ${vendors}`;
    const amount = line.amount ? this.#sum(line, line.amount) : line.price;
    if (typeof amount === 'string') return `the amount of this call ${amount}`;
    return { amount, vendors: vendors.flat().map(({ value }) => value) };
  }

  /** The most expensive reading: that of the arguments, or that of one of the responses. */
  #sum(line: PaidTool, { steps, unit }: NonNullable<PaidTool['amount']>): Money | string {
    const found = this.#find(steps);
    if (typeof found === 'string') return found;
    let most = 0n;
    for (const values of found) {
      let sum = 0n;
      for (const { value, digits } of values) {
        const text = typeof value === 'string' ? value : digits;
        const amount = text === undefined ? undefined : parseAmount(text, line.currency, unit);
        if (amount === undefined) return 'is not a number of digits such as 12.50';
        sum += amount;
        this.hasAmount = true;
      }
      if (sum > most) most = sum;
    }
    return most;
  }

  /** The values in the arguments, which are required, and those in each response, which are optional. */
  #find(steps: readonly Step[]): readonly (readonly Read[])[] | string {
    const lists: (readonly Read[])[] = [];
    if (this.#call.tool !== undefined) {
      const given = member(this.#call.params, 'arguments');
      const reached = isObject(given) ? findValues(given, steps) : undefined;
      if (!reached) return given === undefined ? 'must be given' : 'cannot be read in one way only';
      if (reached.isMissing) return 'must be given';
      lists.push(this.#withDigits(['params', 'arguments'], steps, reached.values));
    }
    for (const { key, content } of this.#answers) {
      const reached = content === null ? undefined : findValues(content, steps);
      if (content !== null && !reached) return 'cannot be read in one way only';
      if (reached && reached.values.length > MAX_VALUES) return 'is given too often';
      if (reached) lists.push(this.#withDigits(['params', 'inputResponses', key, 'content'], steps, reached.values));
    }
    return lists;
  }

  #withDigits(below: readonly string[], steps: readonly Step[], found: readonly ArgumentValue[]): readonly Read[] {
    const hasNumber = found.some(({ value }) => typeof value === 'number');
    const path = [...below, ...steps.map(({ name }) => name)];
    const texts = hasNumber ? numberTexts(this.#call.bytes, path) : undefined;
    return found.map(({ value, path: at }) => ({ value, digits: texts?.get(toPointer([...below, ...at])) }));
  }
}

interface Read {
  readonly value: JsonValue;
  /** The text of a number, `undefined` for anything else. */
  readonly digits: string | undefined;
}

/** In capitals, or in small letters as many programs write it. */
const isCurrency = (value: JsonValue, currency: string): boolean =>
  typeof value === 'string' && /^[A-Za-z]{3}$/.test(value) && value.toUpperCase() === currency;
