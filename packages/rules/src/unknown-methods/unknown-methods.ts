import { foldNames, GuardError, isCall } from '@mcp-guard/core';
import { createAccess } from '../lists/access.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { CLIENT_METHODS } from '../exchange/methods.js';

/**
 * A method outside the specification may be a server's alias for a known one. Where an
 * allow list is set nothing says what it would reach, so it is refused; elsewhere it is
 * carried, and what it names is matched like a call's.
 */
export const unknownMethods: CreateInterceptor = ({ layers }) => {
  const access = createAccess(layers);
  const refusing = layers.unknown_methods.find(({ rules }) => rules === 'refuse');
  const rule = (refusing ?? layers.unknown_methods[0])?.source ?? '';
  return {
    name: 'unknown-methods',
    toServer(message) {
      if (!isCall(message) || CLIENT_METHODS.names.has(message.method)) return PASS;
      if (foldNames(message.method).some((fold) => CLIENT_METHODS.folds.has(fold))) {
        return block(
          new GuardError('POLICY_DENIED', 'this method can be taken for one of the specification', { rule }),
        );
      }
      if (refusing) {
        return block(new GuardError('POLICY_DENIED', 'this method is not part of the specification', { rule }));
      }
      const denied = access.refusesAnyName(message.params);
      if (denied === undefined) return PASS;
      return block(
        new GuardError('POLICY_DENIED', 'what this method names is not allowed by policy', { rule: denied }),
      );
    },
  };
};
