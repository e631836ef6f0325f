import { type ApprovalView, asNext, GuardError, hintText, type NowView } from '@mcp-guard/core';
import type { ControlClient } from '../command.js';
import type { Seen } from './state.js';

const TIME_LIMIT_MS = 5000;

/** The output of `top --json`. */
export interface Snapshot {
  readonly now: NowView;
  /** Calls that wait for a person, the oldest first. */
  readonly pending: readonly ApprovalView[];
}

/** Asks the daemon once. Throws DAEMON_UNAVAILABLE if there is none. */
export async function ask(control: ControlClient, signal: AbortSignal): Promise<Snapshot> {
  const [now, pending] = await Promise.all([askNow(control, signal), askPending(control, signal)]);
  return { now, pending };
}

/** As `ask`; of what fails, what was seen before stays, with the reason. */
export async function askAgain(control: () => ControlClient, before: Seen, ended: AbortSignal): Promise<Seen> {
  const late = AbortSignal.timeout(TIME_LIMIT_MS);
  const signal = AbortSignal.any([late, ended]);
  const [now, pending] = await Promise.allSettled([
    (async () => askNow(control(), signal))(),
    (async () => askPending(control(), signal))(),
  ]);
  const failed = [now, pending].find(({ status }) => status === 'rejected');
  return {
    now: now.status === 'fulfilled' ? now.value : before.now,
    pending: pending.status === 'fulfilled' ? pending.value : before.pending,
    problem: failed && describe(failed.status === 'rejected' && failed.reason, late.aborted),
  };
}

const askNow = (control: ControlClient, signal: AbortSignal): Promise<NowView> => control.get('/now', signal);

async function askPending(control: ControlClient, signal: AbortSignal): Promise<readonly ApprovalView[]> {
  const approvals = await control.get<readonly ApprovalView[]>('/approvals', signal);
  return approvals
    .filter(({ state }) => state === 'pending')
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

function describe(error: unknown, isLate: boolean): string {
  if (isLate) return 'the daemon does not answer; asking again';
  const { code, message, hint } = GuardError.from(error);
  const help = hint === undefined ? '' : `; ${hintText(asNext(hint))}`;
  return code === 'DAEMON_UNAVAILABLE' ? `${message}; asking again each second${help}` : `${message}${help}`;
}
