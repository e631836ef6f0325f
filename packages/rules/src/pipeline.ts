import {
  editJson,
  GuardError,
  isCall,
  readStrict,
  type JsonEdit,
  type Message,
  type Call,
  type WithheldItem,
} from '@mcp-guard/core';
import type { DescribedCall } from './approval/describe-call.js';
import {
  block,
  PASS,
  type Hook,
  type Interceptor,
  type MessageContext,
  type ChargeLimits,
  type Findings,
  type Verdict,
} from './interceptor.js';
import type { Cost } from './exchange/cost.js';
import type { Direction } from './exchange/direction.js';
import type { Reason } from './exchange/reason.js';

/** The facts about a message, whether or not it was judged. */
export interface Inspected {
  /** The message that may be sent; the one that was received if nothing rewrote it. */
  readonly message: Message;
  readonly rewritten: boolean;
  readonly notes: readonly string[];
  /** The rule that rewrote it last. */
  readonly rule: string | undefined;
  readonly findings: Findings;
  /** Items of the server's lists that were taken out of this one. */
  readonly withheld: readonly WithheldItem[];
}

/** Demands to be met before a call is sent; the gate checks them. */
export interface Demand {
  readonly cost: Cost | undefined;
  /** Why it needs a person. */
  readonly reasons: readonly Reason[];
  /** The call as it will be sent. */
  readonly call: DescribedCall;
}

/** No rule refuses the message. */
export interface Passed extends Inspected {
  readonly refusal?: undefined;
  readonly demand?: Demand;
}

/** It may not be sent, for this reason. */
export interface Refused extends Inspected {
  readonly refusal: GuardError;
}

/** The decision of the rules about a message. */
export type Judgement = Passed | Refused;

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

/** Ends what is known so far with a refusal. */
export function refused({ message, rewritten, notes, rule, findings, withheld }: Inspected, thrown: unknown): Refused {
  return { message, rewritten, notes, rule, findings, withheld, refusal: GuardError.from(thrown) };
}

/** The judgement with its rule's place as people find it. */
export function locateRule(judgement: Judgement, locate: (rule: string) => string): Judgement {
  const { rule, refusal } = judgement;
  const located = rule === undefined ? judgement : { ...judgement, rule: locate(rule) };
  return refusal?.rule === undefined ? located : { ...located, refusal: refusal.at(locate(refusal.rule)) };
}

/** A message before any decision. */
export const untouched = (message: Message): Passed => ({
  message,
  rewritten: false,
  notes: [],
  rule: undefined,
  findings: [],
  withheld: [],
});
