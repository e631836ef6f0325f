import { GuardError, isObject, isQuestion, member, META_CLIENT_CAPABILITIES, type JsonObject } from '@mcp-guard/core';
import { block, PASS, type CreateInterceptor, type Verdict } from '../interceptor.js';

const METHOD = 'sampling/createMessage';
const DECLARATIONS = [['capabilities'], ['_meta', META_CLIENT_CAPABILITIES]] as const;

/**
 * Unless it is enabled, a server may not ask the client's model: not by a request (legacy),
 * not by a request inside an answer (modern), and it is not told that it could.
 */
export const sampling: CreateInterceptor = ({ policy, place }) => {
  if (policy.sampling.enabled) return undefined;
  const rule = `${place}.sampling.enabled`;
  const refusal = (): Verdict =>
    block(new GuardError('POLICY_DENIED', 'sampling is not enabled for this server', { rule }));
  return {
    name: 'sampling',
    toServer(message) {
      if (!isQuestion(message) || !message.params) return PASS;
      const path = DECLARATIONS.find((steps) => declaresSampling(message.params, steps));
      if (!path) return PASS;
      const edits = [{ path: ['params', ...path, 'sampling'], value: undefined }];
      return { kind: 'rewrite', edits, note: 'hid the client’s capability sampling', rule };
    },
    toClient(message) {
      if (isQuestion(message)) return message.method === METHOD ? refusal() : PASS;
      const embedded = member(message.kind === 'result' ? message.result : undefined, 'inputRequests');
      const asks =
        isObject(embedded) && Object.values(embedded).some((request) => member(request, 'method') === METHOD);
      return asks ? refusal() : PASS;
    },
  };
};

function declaresSampling(params: JsonObject | undefined, steps: readonly string[]): boolean {
  let at: JsonObject[string] | undefined = params;
  for (const step of [...steps, 'sampling']) at = member(at, step);
  return at !== undefined;
}
