import type { ApprovalView, NowView } from '@mcp-guard/core';

/** What the daemon has said last. */
export interface Seen {
  /** Nothing before the first answer. */
  readonly now: NowView | undefined;
  /** Those that wait for a person, the oldest first. */
  readonly pending: readonly ApprovalView[];
  /** Why there is no newer answer; nothing if there is. */
  readonly problem: string | undefined;
}

export type Focus = 'sessions' | 'approvals';

/** What the person at the terminal has chosen to see. */
export interface TopState {
  readonly focus: Focus;
  /** First row of the sessions that is shown. */
  readonly sessionsFrom: number;
  /** Id of the approval that the keys are about: the list may move under it. */
  readonly chosen: string | undefined;
  /** The whole of the chosen approval, from which line on. */
  readonly details: { readonly id: string; readonly from: number } | undefined;
  readonly isHelp: boolean;
  /** Nothing is asked and nothing moves. */
  readonly isPaused: boolean;
  /** What became of the last key, in words that are safe to print. */
  readonly message: string;
}

export const INITIAL: TopState = {
  focus: 'approvals',
  sessionsFrom: 0,
  chosen: undefined,
  details: undefined,
  isHelp: false,
  isPaused: false,
  message: '',
};

export const NOTHING_SEEN: Seen = { now: undefined, pending: [], problem: undefined };

/** The approval that the keys are about: the chosen one, or the first if that is gone. */
export const findChosen = ({ chosen, details }: TopState, { pending }: Seen): ApprovalView | undefined =>
  details ? pending.find(({ id }) => id === details.id) : (pending.find(({ id }) => id === chosen) ?? pending[0]);
