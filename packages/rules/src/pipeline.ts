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
import type { Cost } from './spend/spend-rules.js';
import type { Reason } from './exchange/reason.js';
import type { DescribedCall } from './approval/describe-call.js';
import {
  block,
  PASS,
  type Findings,
  type Hook,
  type Interceptor,
  type MessageContext,
  type ChargeLimits,
  type Verdict,
} from './interceptor.js';
import type { Direction } from './exchange/direction.js';

/** What became of a message. */
export interface Outcome {
  /** What may be sent; what was received where nothing rewrote it. */
  readonly message: Message;
  readonly rewritten: boolean;
  readonly notes: readonly string[];
  readonly rule: string | undefined;
  readonly findings: Findings;
  /** Items of the server's lists that were taken out of this one. */
  readonly withheld: readonly WithheldItem[];
  /** What it costs, and why it needs a person; the gate sees to both. */
  readonly cost: Cost | undefined;
  readonly reasons: readonly Reason[];
  /** The call that is to be paid or approved; nothing else is described. */
  readonly call: DescribedCall | undefined;
  /** It may not be sent, for this reason. */
  readonly refusal: GuardError | undefined;
  /** The refusal is not the last word: a person may decide otherwise. */
  readonly held: boolean;
  /** Where the client's call is kept open: what comes of the decision. Nothing once nobody waits for it any more. */
  readonly decided: Promise<Outcome | undefined> | undefined;
  /** Takes back what was reserved or used for it, where it is not sent after all. */
  readonly undo: (() => void) | undefined;
}

export interface PipelineOptions {
  readonly interceptors: readonly Interceptor[];
  readonly maxDepth: number;
  readonly describe: Describe;
}

export interface RunOptions {
  /** Takes what the message is counted against. */
  readonly charge: ChargeLimits;
  readonly trace?: Trace;
  /** Asks also the interceptors behind a refusal. The first refusal is the judgement all the same. */
  readonly goOn?: boolean;
}

/**
 * Hears the verdict of every interceptor that was asked, in order; one that throws blocks.
 * @param message as it stood before the verdict
 */
export type Trace = (interceptor: string, verdict: Verdict, message: Message) => void;

/** Describes a call that is to be paid or approved as it will be sent. */
export type Describe = (
  request: Call,
  context: MessageContext,
  demand: Pick<Outcome, 'cost' | 'reasons'>,
) => DescribedCall;

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

  run(direction: Direction, message: Message, context: MessageContext, options: RunOptions): Outcome {
    let so = untouched(message);
    let first: Outcome | undefined;
    for (const { name, [direction]: hook } of this.#interceptors) {
      if (!hook) continue;
      const verdict = ask(hook, so.message, context);
      options.trace?.(name, verdict, so.message);
      if (verdict === PASS) continue;
      const next = this.#apply(verdict, so, options.charge);
      if (!next.refusal) so = next;
      else if (options.goOn) first ??= next;
      else return next;
    }
    return first ?? this.#conclude(so, context);
  }

  #apply(verdict: Verdict, before: Outcome, charge: ChargeLimits): Outcome {
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
        const rewritten = this.#rewrite(so, verdict.edits);
        if (!rewritten) return refused(so, new GuardError('INTERNAL', 'the message could not be rewritten'));
        const notes = [...so.notes, verdict.note];
        const withheld = [...so.withheld, ...(verdict.withheld ?? [])];
        return { ...so, message: rewritten, rewritten: true, notes, rule: verdict.rule ?? so.rule, withheld };
      }
      case 'demand':
        return { ...so, cost: verdict.cost ?? so.cost, reasons: [...so.reasons, ...verdict.reasons] };
    }
  }

  #rewrite(so: Outcome, edits: readonly JsonEdit[]): Message | undefined {
    try {
      const read = readStrict(editJson(so.message.bytes, edits), this.#maxDepth);
      return read.kind === so.message.kind ? read : undefined;
    } catch {
      return undefined; // an edit that leads nowhere
    }
  }

  #conclude(so: Outcome, context: MessageContext): Outcome {
    const isFree = so.cost === undefined && so.reasons.length === 0;
    if (isFree || !isCall(so.message)) return so;
    try {
      return { ...so, call: this.#describe(so.message, context, so) };
    } catch (error) {
      return refused(so, error);
    }
  }
}

function ask(hook: Hook, message: Message, context: MessageContext): Verdict {
  try {
    context.onWork?.(0);
    return hook(message, context);
  } catch (error) {
    return block(GuardError.from(error));
  }
}

/** The outcome `so` far, ended by a refusal. */
export function refused(so: Outcome, thrown: unknown): Outcome {
  const refusal = GuardError.from(thrown);
  return { ...so, refusal, rule: refusal.rule };
}

/** The outcome with its rule's place as people find it. */
export function locateRule(outcome: Outcome, locate: (rule: string) => string): Outcome {
  const { rule, refusal } = outcome;
  if (rule === undefined) return outcome;
  const place = locate(rule);
  return { ...outcome, rule: place, refusal: refusal?.rule === undefined ? refusal : refusal.at(place) };
}

/** The outcome before anything was decided. */
export const untouched = (message: Message): Outcome => ({
  message,
  rewritten: false,
  notes: [],
  rule: undefined,
  findings: [],
  withheld: [],
  cost: undefined,
  reasons: [],
  call: undefined,
  refusal: undefined,
  held: false,
  decided: undefined,
  undo: undefined,
});
