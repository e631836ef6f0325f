import { GuardError } from '@mcp-guard/core';

/** The person who was asked did not say yes. */
export class Declined extends GuardError {
  constructor(outcome = 'nothing was changed') {
    super('POLICY_DENIED', outcome);
  }
}
