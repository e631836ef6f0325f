import { GuardError, safe } from '@mcp-guard/core';
import type { Approval } from '@mcp-guard/store';

/** Characters. A reason has no more before it is escaped. */
const MAX_REASON = 1000;

/** A model reads this: it names the approval and the places where people decide, and no command. */
export function toHold({ id, tool, amount, currency, expiresAt, reasons }: Approval): GuardError {
  const words = `this call needs the user’s approval (${id}), which they give on the guard’s page or in a terminal of their own, not in this chat; tell them so, and repeat the call with the same arguments once they have approved it`;
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
const toRule = ({ reasons }: Pick<Approval, 'reasons'>): { readonly rule?: string } =>
  reasons[0] ? { rule: reasons[0].rule } : {};

/** With the reason that the person gave, in one line. */
export function toDenial({ id, reasons, why }: Approval): GuardError {
  const words =
    why === null
      ? 'the user has denied this call; do not repeat it, and do not try it in another way'
      : `the user has denied this call, and says: ${safe(why, MAX_REASON)}`;
  return new GuardError('POLICY_DENIED', words, { data: { approval_id: id }, ...toRule({ reasons }) });
}

/** A call without an id has no answer, so its sender could not hear of an approval. */
export const withoutId = (asking: Pick<Approval, 'reasons'>): GuardError => {
  const words = 'this call needs the user’s approval, and notifications cannot be approved';
  return new GuardError('POLICY_DENIED', words, toRule(asking));
};

export const changedRules = (): GuardError =>
  new GuardError('POLICY_DENIED', 'the rules changed while this call waited; call again');

export const notApproved = (asking: Pick<Approval, 'reasons'>): GuardError => {
  const words = 'this call was not approved in time; repeat it to ask again';
  return new GuardError('POLICY_DENIED', words, toRule(asking));
};
