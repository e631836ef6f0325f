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
  PASS,
  type Findings,
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
  /** Milliseconds that one interceptor may take. */
  readonly timeout: number;
  readonly take: ChargeLimits;
  readonly describe: Describe;
}

/** Describes a call that is to be paid or approved as it will be sent. */
export type Describe = (
  request: Call,
  context: MessageContext,
  demand: Pick<Outcome, 'cost' | 'reasons'>,
) => DescribedCall;

/** Runs the interceptors in order. Any doubt is a no: a throw or a time-out is a refusal. */
export class Pipeline {
  readonly #interceptors: readonly Interceptor[];
  readonly #maxDepth: number;
  readonly #timeout: number;
  readonly #take: ChargeLimits;
  readonly #describe: Describe;

  constructor({ interceptors, maxDepth, timeout, take, describe }: PipelineOptions) {
    this.#interceptors = interceptors;
    this.#maxDepth = maxDepth;
    this.#timeout = timeout;
    this.#take = take;
    this.#describe = describe;
  }

  run(direction: Direction, message: Message, context: MessageContext): Outcome | Promise<Outcome> {
    const start = untouched(message);
    try {
      const outcome = this.#from(0, direction, context, start);
      return outcome instanceof Promise ? outcome.catch((error: unknown) => refused(start, error)) : outcome;
    } catch (error) {
      return refused(start, error);
    }
  }

  #from(start: number, direction: Direction, context: MessageContext, so: Outcome): Outcome | Promise<Outcome> {
    for (let index = start; index < this.#interceptors.length; index++) {
      const hook = this.#interceptors[index]?.[direction];
      if (!hook) continue;
      context.onWork?.(0);
      const verdict = hook(so.message, context);
      if (verdict === PASS) continue;
      const settle = (settled: Verdict): Outcome | Promise<Outcome> =>
        this.#settle(settled, so, (next) => this.#from(index + 1, direction, context, next));
      if (!(verdict instanceof Promise)) return settle(verdict);
      return this.#inTime(verdict).then(settle);
    }
    const isFree = so.cost === undefined && so.reasons.length === 0;
    if (isFree || !isCall(so.message)) return so;
    return { ...so, call: this.#describe(so.message, context, so) };
  }

  #settle(
    verdict: Verdict,
    before: Outcome,
    goOn: (next: Outcome) => Outcome | Promise<Outcome>,
  ): Outcome | Promise<Outcome> {
    const found = 'findings' in verdict ? verdict.findings : undefined;
    const so = found ? { ...before, findings: [...before.findings, ...found] } : before;
    switch (verdict.kind) {
      case 'pass': {
        const { note, withheld = [] } = verdict;
        return goOn(
          note === undefined ? so : { ...so, notes: [...so.notes, note], withheld: [...so.withheld, ...withheld] },
        );
      }
      case 'block':
        return refused(so, verdict.error);
      case 'charge': {
        const error = this.#take(verdict.charges);
        return error ? refused(so, error) : goOn(so);
      }
      case 'rewrite': {
        const rewritten = this.#rewrite(so, verdict.edits);
        if (!rewritten) return refused(so, new GuardError('INTERNAL', 'the message could not be rewritten'));
        const notes = [...so.notes, verdict.note];
        const withheld = [...so.withheld, ...(verdict.withheld ?? [])];
        return goOn({ ...so, message: rewritten, rewritten: true, notes, rule: verdict.rule ?? so.rule, withheld });
      }
      case 'demand':
        return goOn({ ...so, cost: verdict.cost ?? so.cost, reasons: [...so.reasons, ...verdict.reasons] });
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

  /** Interceptors that wait for something are cut off; the work of those that compute is not cut off by a timer. */
  async #inTime(verdict: Promise<Verdict>): Promise<Verdict> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new GuardError('INTERNAL', 'the decision took too long')), this.#timeout);
    });
    try {
      return await Promise.race([verdict, late]);
    } finally {
      clearTimeout(timer);
    }
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
