import { GuardError } from '@mcp-guard/core';
import { toError } from '../exchange/actor.js';
import { block, PASS, type CreateInterceptor, type Hook } from '../interceptor.js';

/** Passes only an actor whose proof is still valid and whose user, according to the kernel, owns the daemon. */
export const auth: CreateInterceptor = () => {
  const owner = process.getuid?.();
  const check: Hook = (_, { actor }) => {
    if (actor.refusal) return block(toError(actor.refusal));
    if (owner !== undefined && actor.origin.uid === owner) return PASS;
    return block(new GuardError('UNAUTHENTICATED', 'this guard belongs to another user', { rule: 'auth.mode' }));
  };
  return { name: 'auth', toServer: check, toClient: check };
};
