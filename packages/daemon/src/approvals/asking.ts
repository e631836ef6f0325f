import { randomBytes } from 'node:crypto';
import { mask } from '@mcp-guard/detectors';
import { formatMoney, type DescribedCall, type Price, type Reason } from '@mcp-guard/rules';
import { UNDECIDED, type Approval } from '@mcp-guard/store';
import type { UserAtServer } from './approval-index.js';

/** A call that a person is to be asked about. */
export interface Asking extends UserAtServer {
  readonly call: DescribedCall;
  readonly definition: string | null;
  readonly cost: Price;
  readonly reasons: readonly Reason[];
  /** The name that the client claims. It decides nothing, and is in no record of the approval. */
  readonly client?: string | undefined;
}

/** The approval that waits for a decision about a call. Times are Unix milliseconds. */
export const toPending = (
  { actor, server, call, definition, cost, reasons }: Asking,
  createdAt: number,
  expiresAt: number,
): Approval => ({
  id: randomBytes(8).toString('hex'),
  state: 'pending',
  actor,
  server,
  tool: mask(call.tool), // what binds is the hash
  shown: call.shown,
  binding: call.binding,
  rest: call.rest,
  leaves: call.leaves,
  policy: call.policy,
  definition,
  amount: cost ? formatMoney(cost.amount, cost.currency) : null,
  currency: cost?.currency ?? null,
  reasons: reasons.map(({ rule, why }) => ({ rule, why })),
  createdAt,
  expiresAt,
  ...UNDECIDED,
  asked: 1,
  version: 1,
});
