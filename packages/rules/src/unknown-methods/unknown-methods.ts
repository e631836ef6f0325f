import { foldNames, GuardError, isCall } from '@mcp-guard/core';
import { createAccess } from '../lists/access.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { CLIENT_METHODS } from '../exchange/methods.js';

/**
 * A method outside the specification may be a server's alias for a known one. If an allow
 * list is set, the method is refused, since its target is unknown; otherwise it passes, and
 * the names in it are matched like those of a call.
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
