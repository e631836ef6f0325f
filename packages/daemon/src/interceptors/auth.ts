import { GuardError } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';

/** In os mode: only the user that the daemon belongs to, as the kernel names him. */
export const auth: CreateInterceptor = () => {
  const owner = process.getuid?.();
  return {
    name: 'auth',
    toServer(_, { actor }) {
      if (owner !== undefined && actor.uid === owner) return PASS;
      return block(new GuardError('UNAUTHENTICATED', 'this guard belongs to another user', { rule: 'auth.mode' }));
    },
  };
};
