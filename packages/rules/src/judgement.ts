import { GuardError, type Message, type WithheldItem } from '@mcp-guard/core';
import type { Cost } from './exchange/cost.js';
import type { Reason } from './exchange/reason.js';
import type { DescribedCall } from './approval/describe-call.js';
import type { Findings } from './interceptor.js';

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
