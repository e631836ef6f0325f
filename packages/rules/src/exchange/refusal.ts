import { lineSafe, toFailure, toWords, type GuardError } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import { callsTool } from '../extensions/methods.js';
import type { AskedRequest } from './asked-request.js';

/** Marks a result that is a refusal of ours. */
export const REFUSAL_META = 'mcp-guard/refusal';

/**
 * The requester gets this instead of the result: an error, or, if the configuration says so, for a call of a tool a
 * result that is marked as an error.
 */
export function toRefusal(
  error: GuardError,
  request: AskedRequest,
  auditId: string | undefined,
  style: Config['refusals'],
): Buffer {
  if (style === 'error' || !callsTool(request.method)) return toFailure(error, request.id, auditId);
  const result = {
    content: [{ type: 'text', text: toWords(error, auditId) }],
    isError: true,
    _meta: { [REFUSAL_META]: { code: error.code, rule: error.rule, audit_id: auditId, ...error.data } },
    ...(request.modern && { resultType: 'complete' }),
  };
  return lineSafe(Buffer.from(`{"jsonrpc":"2.0","id":${request.id},"result":${JSON.stringify(result)}}`));
}
