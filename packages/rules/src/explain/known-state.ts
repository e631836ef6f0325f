import type { WithheldItem } from '@mcp-guard/core';
import type { DescribedCall } from '../approval/describe-call.js';
import type { ExplainedRule } from '../exchange/explained-rule.js';
import type { Bucket } from '../limits/charges.js';
import type { Cap, Cost, Money } from '../exchange/cost.js';

/** A call that a person must approve. */
export interface AskedCall {
  readonly call: DescribedCall;
  readonly cost: Cost | undefined;
}

/** The known part of a daemon's state when a call is explained. */
export interface KnownState {
  /** Unix milliseconds. */
  readonly now: number;
  /** The user has halted all calls. */
  readonly isHalted: boolean;
  /** Types of the markers that this guard has put into messages. */
  readonly markers: readonly string[];
  /** Items of the server’s lists that content rules have taken out. */
  readonly withheld: readonly WithheldItem[];
  readonly ofUser: UserState | undefined;
  /** Unknown facts that could change the outcome, each in a sentence. */
  readonly gaps: readonly string[];
}

/** The known state of the user who makes the call. */
export interface UserState {
  /** The state of a limit by the key of a charge; nothing for an unused limit. */
  readonly bucketOf: (key: string) => Bucket | undefined;
  /** The spending of a cap of an hour or a day. */
  readonly spentOf: (cap: Cap) => Money;
  /**
   * The decision of people about a call: it `passes`, or they `refuse` it, or it waits already and they are `asked`.
   * Nothing if they would be asked now. Throws why they cannot be asked.
   */
  readonly decisionOn: ((asked: AskedCall) => ExplainedRule | undefined) | undefined;
}

/** The state of a guard that has never run. */
export const NOTHING_KNOWN: KnownState = {
  now: 0,
  isHalted: false,
  markers: [],
  withheld: [],
  ofUser: undefined,
  gaps: [],
};

/** Stands for the rule if a person has decided. */
export const ruleOfApproval = (id: string): string => `(approval ${id})`;

/** A rule stands in the configuration. */
export const isPlace = (rule: string): boolean => !rule.startsWith('(');
