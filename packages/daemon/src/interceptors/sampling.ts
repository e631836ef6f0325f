import { GuardError, isQuestion, member, META_CLIENT_CAPABILITIES, type JsonValue } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { asked } from './embedded-requests.js';

const METHOD = 'sampling/createMessage';
/** Where a client declares what it can: once (legacy), or with every request (modern). */
const CAPABILITIES = [['capabilities'], ['_meta', META_CLIENT_CAPABILITIES]] as const;
/** Sampling itself, and sampling as a task. */
const DECLARATIONS = CAPABILITIES.flatMap((path) => [
  [...path, 'sampling'],
  [...path, 'tasks', 'requests', 'sampling'],
]);

/**
 * Unless it is enabled, a server may not ask the client's model: not by a request (legacy),
 * not by a request inside an answer (modern), and it is not told that it could.
 */
export const sampling: CreateInterceptor = ({ layers }) => {
  const refusing = layers.sampling.find(({ rules }) => !rules.enabled);
  if (!refusing) return undefined;
  const rule = `${refusing.place}.enabled`;
  return {
    name: 'sampling',
    toServer(message) {
      if (!isQuestion(message) || !message.params) return PASS;
      const { params } = message;
      const told = DECLARATIONS.filter((path) => find(params, path) !== undefined);
      if (told.length === 0) return PASS;
      const edits = told.map((path) => ({ path: ['params', ...path], value: undefined }));
      return { kind: 'rewrite', edits, note: 'hid the client’s capability sampling', rule };
    },
    toClient(message) {
      if (asked(message, METHOD).length === 0) return PASS;
      return block(new GuardError('POLICY_DENIED', 'sampling is not enabled for this server', { rule }));
    },
  };
};

function find(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const step of path) found = member(found, step);
  return found;
}
