import { GuardError, type Decider } from '@mcp-guard/core';
import type { Approvals as Settings } from '@mcp-guard/policy';

/**
 * Why nothing can be decided from there, if so. The commands ask for a terminal as well, but an agent with a shell need
 * not use them.
 */
export function refuseOrigin(
  { tty, insideClient }: Pick<Decider, 'tty' | 'insideClient'>,
  settings: Pick<Settings, 'inside_clients'>,
): GuardError | undefined {
  if (tty === null) {
    return new GuardError('UNAUTHENTICATED', 'a decision comes from a person at a terminal, and this one has none');
  }
  return refuseClient(insideClient, settings);
}

/** The same of what a person need not be at a terminal for: a program that runs at night may do it, an agent may not. */
export function refuseClient(
  insideClient: boolean,
  settings: Pick<Settings, 'inside_clients'>,
): GuardError | undefined {
  if (!insideClient || settings.inside_clients === 'allow') return undefined;
  return new GuardError('UNAUTHENTICATED', 'this comes from among the processes of a client', {
    hint: 'use a terminal of its own, or allow this one with approvals.inside_clients: allow',
    rule: 'approvals.inside_clients',
  });
}
