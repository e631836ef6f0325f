import { editJson, GuardError, isCall, readStrict, type JsonEdit, type Message, type Call } from '@mcp-guard/core';
import type { DescribedCall } from './approval/describe-call.js';
import {
  block,
  PASS,
  type Hook,
  type Interceptor,
  type MessageContext,
  type ChargeLimits,
  type Verdict,
} from './interceptor.js';
import type { Direction } from './exchange/direction.js';
import type { Reason } from './exchange/reason.js';
import { refused, untouched, type Demand, type Inspected, type Judgement, type Refused } from './judgement.js';

export interface PipelineOptions {
  readonly interceptors: readonly Interceptor[];
  readonly maxDepth: number;
  readonly describe: Describe;
}

export interface RunOptions {
  /** Takes the charges of the message. */
  readonly charge: ChargeLimits;
  readonly trace?: Trace;
  /** Asks the interceptors after a refusal too. The first refusal still is the judgement. */
  readonly goOn?: boolean;
}

/**
 * Gets the verdict of every interceptor that was asked, in order; one that throws blocks.
 * @param message as it stood before the verdict
 */
export type Trace = (interceptor: Interceptor, verdict: Verdict, message: Message) => void;

/** Describes a call that is to be paid or approved as it will be sent. */
export type Describe = (request: Call, context: MessageContext, demand: Omit<Demand, 'call'>) => DescribedCall;

/** The demands of the interceptors that were asked so far. */
interface Owed {
  cost: Demand['cost'];
  readonly reasons: Reason[];
}

/** Runs the interceptors in order, at once. Any doubt is a no: a throw is a refusal. */
export class Pipeline {
  readonly #interceptors: readonly Interceptor[];
  readonly #maxDepth: number;
  readonly #describe: Describe;

  constructor({ interceptors, maxDepth, describe }: PipelineOptions) {
    this.#interceptors = interceptors;
    this.#maxDepth = maxDepth;
    this.#describe = describe;
  }

  run(direction: Direction, message: Message, context: MessageContext, options: RunOptions): Judgement {
    let passing: Inspected = untouched(message);
    const owed: Owed = { cost: undefined, reasons: [] };
    let first: Refused | undefined;
    for (const interceptor of this.#interceptors) {
      const { [direction]: hook } = interceptor;
      if (!hook) continue;
      const verdict = ask(hook, passing.message, context);
      options.trace?.(interceptor, verdict, passing.message);
      if (verdict === PASS) continue;
      const next = this.#apply(verdict, passing, owed, options.charge);
      if (!('refusal' in next)) passing = next;
      else if (options.goOn) first ??= next;
      else return next;
    }
    return first ?? this.#conclude(passing, owed, context);
  }

  #apply(verdict: Verdict, before: Inspected, owed: Owed, charge: ChargeLimits): Inspected | Refused {
    const found = 'findings' in verdict ? verdict.findings : undefined;
    const so = found ? { ...before, findings: [...before.findings, ...found] } : before;
    switch (verdict.kind) {
      case 'pass': {
        const { note, withheld = [] } = verdict;
        return note === undefined ? so : { ...so, notes: [...so.notes, note], withheld: [...so.withheld, ...withheld] };
      }
      case 'block':
        return refused(so, verdict.error);
      case 'charge': {
        const error = charge(verdict.charges);
        return error ? refused(so, error) : so;
      }
      case 'rewrite': {
        const rewritten = this.#rewrite(so.message, verdict.edits);
        if (!rewritten) return refused(so, new GuardError('INTERNAL', 'the message could not be rewritten'));
        const notes = [...so.notes, verdict.note];
        const withheld = [...so.withheld, ...(verdict.withheld ?? [])];
        return { ...so, message: rewritten, rewritten: true, notes, rule: verdict.rule ?? so.rule, withheld };
      }
      case 'stamp': {
        const stamped = this.#rewrite(so.message, verdict.edits);
        if (!stamped) return refused(so, new GuardError('INTERNAL', 'the message could not be stamped'));
        return { ...so, message: stamped };
      }
      case 'demand':
        owed.cost = verdict.cost ?? owed.cost;
        owed.reasons.push(...verdict.reasons);
        return so;
    }
  }

  #rewrite(message: Message, edits: readonly JsonEdit[]): Message | undefined {
    try {
      const read = readStrict(editJson(message.bytes, edits), this.#maxDepth);
      return read.kind === message.kind ? read : undefined;
    } catch {
      return undefined; // an edit of a place that does not exist
    }
  }

  #conclude(inspected: Inspected, { cost, reasons }: Owed, context: MessageContext): Judgement {
    const { message } = inspected;
    const isFree = cost === undefined && reasons.length === 0;
    if (isFree || !isCall(message)) return inspected;
    try {
      const call = this.#describe(message, context, { cost, reasons });
      return { ...inspected, demand: { cost, reasons, call } };
    } catch (error) {
      return refused(inspected, error);
    }
  }
}

function ask(hook: Hook, message: Message, context: MessageContext): Verdict {
  try {
    return hook(message, context);
  } catch (error) {
    return block(GuardError.from(error));
  }
}
