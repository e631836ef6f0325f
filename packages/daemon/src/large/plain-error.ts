import { GuardError } from '@mcp-guard/core';
import type { PlainError } from './job.js';

export const toPlain = ({ code, message, hint, rule, rpc }: GuardError): PlainError => ({
  code,
  message,
  hint,
  rule,
  rpc,
});

export const fromPlain = ({ code, message, hint, rule, rpc }: PlainError): GuardError =>
  new GuardError(code, message, { ...(hint !== undefined && { hint }), ...(rule !== undefined && { rule }), rpc });
