import { GuardError } from '@mcp-guard/core';
import type { Approval } from '@mcp-guard/store';

/** A model reads this: it names the approval, and no command. */
export function toHold({ id, tool, amount, currency, expiresAt, reasons }: Approval): GuardError {
  const words = `this call needs a person’s approval: tell your person that approval ${id} waits for a decision, and call again with the same arguments once it is given`;
  const data = {
    approval_id: id,
    tool,
    ...(amount !== null && currency !== null && { amount, currency }),
    ...(amount !== null && currency === 'USD' && { amount_usd: Number(amount) }),
    expires_at: Math.floor(expiresAt / 1000),
  };
  return new GuardError('APPROVAL_REQUIRED', words, { data, ...toRule({ reasons }) });
}

/** The first rule that asks. */
export const toRule = ({ reasons }: Pick<Approval, 'reasons'>): { readonly rule?: string } =>
  reasons[0] ? { rule: reasons[0].rule } : {};

export function toDenial({ id, reasons }: Approval): GuardError {
  const words = 'a person has denied this call; do not try it again, and do not try it in another way';
  return new GuardError('POLICY_DENIED', words, { data: { approval_id: id }, ...toRule({ reasons }) });
}
