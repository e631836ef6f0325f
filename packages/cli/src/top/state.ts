import type { ApprovalView, NowView } from '@mcp-guard/core';

/** The last answers of the daemon. */
export interface Seen {
  /** Missing before the first answer. */
  readonly now: NowView | undefined;
  /** Calls that wait for a person, the oldest first. */
  readonly pending: readonly ApprovalView[];
  /** Why there is no newer answer; nothing if there is. */
  readonly problem: string | undefined;
}

export type Focus = 'sessions' | 'approvals';

/** The choices of the person at the terminal. */
export interface TopState {
  readonly focus: Focus;
  /** First row of the sessions that is shown. */
  readonly sessionsFrom: number;
  /** Id of the approval that the keys are about: the list may move under it. */
  readonly chosen: string | undefined;
  /** The whole of the chosen approval, from which line on. */
  readonly details: { readonly id: string; readonly from: number } | undefined;
  readonly isHelp: boolean;
  /** The next press of the key halts all calls. */
  readonly isHaltWished: boolean;
  /** The daemon is not asked, and the screen stays as it is. */
  readonly isPaused: boolean;
  /** The result of the last key, in words that are safe to print. */
  readonly message: string;
}

export const INITIAL: TopState = {
  focus: 'approvals',
  sessionsFrom: 0,
  chosen: undefined,
  details: undefined,
  isHelp: false,
  isHaltWished: false,
  isPaused: false,
  message: '',
};

export const NOTHING_SEEN: Seen = { now: undefined, pending: [], problem: undefined };

/** The approval that the keys are about: the chosen one, or the first if that is gone. */
export const findChosen = ({ chosen, details }: TopState, { pending }: Seen): ApprovalView | undefined =>
  details ? pending.find(({ id }) => id === details.id) : (pending.find(({ id }) => id === chosen) ?? pending[0]);
