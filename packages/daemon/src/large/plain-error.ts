import { GuardError } from '@mcp-guard/core';
import type { PlainError } from './job.js';

export const toPlain = ({ code, message, hint, rule, data, rpc }: GuardError): PlainError => ({
  code,
  message,
  hint,
  rule,
  data,
  rpc,
});

export const fromPlain = ({ code, message, hint, rule, data, rpc }: PlainError): GuardError =>
  new GuardError(code, message, {
    hint,
    ...(rule !== undefined && { rule }),
    data,
    rpc,
  });
