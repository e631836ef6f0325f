import { GuardError, isCall } from '@mcp-guard/core';
import { canBeTakenForKnown, isOfClient } from '../extensions/methods.js';
import { createAccess } from '../lists/access.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { isPlain } from '../texts/plain-name.js';

/**
 * A method that the guard does not know may be a server's alias for a known one. If an allow list is set, the method is
 * refused, since its target is unknown; otherwise it passes, and the names in it are matched like those of a call.
 */
export const unknownMethods: CreateInterceptor = ({ layers, pii }) => {
  const access = createAccess(layers);
  const refusing = layers.unknown_methods.find(({ rules }) => rules === 'refuse');
  const rule = (refusing ?? layers.unknown_methods[0])?.source ?? '';
  const called = (method: string): string => (isPlain(method, pii) ? `the method ${method}` : 'this method');
  return {
    name: 'unknown-methods',
    toServer(message) {
      if (!isCall(message) || isOfClient(message.method)) return PASS;
      const { method, params } = message;
      if (canBeTakenForKnown(method))
        return block(
          new GuardError('POLICY_DENIED', `${called(method)} can be taken for one that this guard knows`, { rule }),
        );
      if (refusing)
        return block(new GuardError('POLICY_DENIED', `this guard does not know ${called(method)}`, { rule }));
      const denied = access.refusesAnyName(params);
      if (denied === undefined) return PASS;
      return block(
        new GuardError('POLICY_DENIED', `what ${called(method)} names is not allowed by policy`, { rule: denied }),
      );
    },
  };
};
