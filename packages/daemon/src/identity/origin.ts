import { GuardError, type Decider } from '@mcp-guard/core';
import type { ApprovalSettings } from '@mcp-guard/policy';

/**
 * Why a decision from this process does not count; `undefined` if it does. The commands ask for a terminal as well, but
 * an agent with a shell need not use them.
 */
export function refuseOrigin(
  { tty, insideClient }: Pick<Decider, 'tty' | 'insideClient'>,
  settings: Pick<ApprovalSettings, 'inside_clients'>,
): GuardError | undefined {
  if (tty === null) {
    return new GuardError('UNAUTHENTICATED', 'a decision must come from a terminal');
  }
  return refuseClient(insideClient, settings);
}

/** The same for what needs no terminal: a program that runs at night may do it, an agent may not. */
export function refuseClient(
  insideClient: boolean,
  settings: Pick<ApprovalSettings, 'inside_clients'>,
): GuardError | undefined {
  if (!insideClient || settings.inside_clients === 'allow') return undefined;
  return new GuardError('UNAUTHENTICATED', 'this comes from a process of a client', {
    hint: 'use a terminal of its own, or allow this one with approvals.inside_clients: allow',
    rule: 'approvals.inside_clients',
  });
}
