import { member, type Response, type Fingerprints } from '@mcp-guard/core';
import { type Cost, hashState } from '@mcp-guard/rules';
import type { Payment } from '../state/ledger.js';
import type { Settlement } from '../state/settlement.js';
import type { Asking } from './asking.js';
import type { Resumptions } from './resumptions.js';

export interface SettlementParts {
  readonly asking: Asking;
  readonly payment: Payment | undefined;
  readonly due: Cost | undefined;
  readonly resumptions: Resumptions;
  readonly fingerprints: Fingerprints;
}

/** Settles a call that was sent: its payment and, if the server asks for input, the right to resume it. */
export const toSettlement = ({ asking, payment, due, resumptions, fingerprints }: SettlementParts): Settlement => ({
  answered(answer, isRefused) {
    if (!isRefused && hasCostNothing(answer, due?.releasedOnError === true)) return payment?.release();
    payment?.settle();
    const state =
      answer.kind === 'result' && answer.result['resultType'] === 'input_required' && answer.result['requestState'];
    if (isRefused || typeof state !== 'string') return;
    resumptions.add(keyOf(asking, hashState(fingerprints, state)), {
      paid: asking.cost?.amount ?? 0n,
      approvedBy: new Set(asking.reasons.map(({ rule }) => rule)),
    });
  },
  abandoned: () => payment?.settle(),
});

/** Identifies a call to be resumed: its user and server, its original params, and the state that the server gave it. */
export const keyOf = (
  { actor, server, call }: Pick<Asking, 'actor' | 'server' | 'call'>,
  state: string | null = call.state,
): string => JSON.stringify([actor, server, call.resumes, state]);

/** JSON-RPC: the server has no such method or could not read the params, so it has done nothing. */
const NOTHING_DONE: ReadonlySet<unknown> = new Set([-32_601, -32_602]);

function hasCostNothing(answer: Response, releasedOnError: boolean): boolean {
  if (answer.kind === 'failure') return releasedOnError || NOTHING_DONE.has(member(answer.error, 'code'));
  return releasedOnError && answer.result['isError'] === true;
}
