import { isServerFailure, toOutcome, type CallOutcome } from '@mcp-guard/core';
import type { AuditEntry } from './audit-store.js';

/** An answer says that the request failed: an error of the protocol, or of the tool. */
export const isFailed = ({ shape }: Pick<AuditEntry, 'shape'>): boolean =>
  shape === 'failure' || shape === 'tool_error';

/**
 * The outcome of one row, in the words of all surfaces. What people decide and what happens to sessions and to the guard
 * is no outcome, unless something was refused: then nothing is returned.
 */
export function rowOutcome({
  kind,
  outcome,
  shape,
  code,
}: Pick<AuditEntry, 'kind' | 'outcome' | 'shape' | 'code'>): CallOutcome | null {
  if (outcome === 'block') return isServerFailure(code) ? 'error' : 'refused';
  if (kind !== 'message') return null;
  return outcome !== 'hold' && isFailed({ shape }) ? 'error' : toOutcome(outcome);
}

/** The same for rows of a database. */
export const OUTCOME_SQL = `CASE
  WHEN outcome = 'block' AND code = 'UPSTREAM_UNAVAILABLE' THEN 'error'
  WHEN outcome = 'block' THEN 'refused'
  WHEN kind <> 'message' THEN NULL
  WHEN outcome = 'hold' THEN 'held'
  WHEN shape IN ('failure', 'tool_error') THEN 'error'
  WHEN outcome = 'redact' THEN 'redacted'
  ELSE 'allowed' END`;
