import { GuardError } from '@mcp-guard/core';
import { BUILT_IN } from '@mcp-guard/policy';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { createOwnFilesRule } from './rule.js';

/**
 * Keeps every request, notification and answer of a client away from the guard's own files, and from moving what
 * they stand in.
 * There is no key to switch it off.
 */
export const ownFiles: CreateInterceptor = ({ config, server }) => {
  const refuses = createOwnFilesRule(config, server);
  return {
    name: 'own-files',
    toServer({ value }, { cwd, readOnlyHint, onWork }) {
      const why = refuses(value, cwd, readOnlyHint, onWork);
      return why === undefined ? PASS : block(new GuardError('POLICY_DENIED', why, { rule: BUILT_IN }));
    },
  };
};
