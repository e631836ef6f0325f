import { GuardError, isQuestion, member, type JsonValue, type Question } from '@mcp-guard/core';
import { ArgumentRules, surroundingsOf } from '@mcp-guard/policy';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { CLIENT_METHODS } from '../methods.js';

/** Refuses calls whose arguments are not as the policy wants them. Stands below all that rewrites. */
export const argumentRules: CreateInterceptor = ({ config, server, layers }) => {
  const rules = new ArgumentRules(layers);
  if (rules.count === 0) return undefined;
  const around = surroundingsOf(config, server);
  return {
    name: 'arguments',
    toServer(message, { cwd }) {
      if (!isQuestion(message) || !isCall(message)) return PASS;
      const { params, bytes } = message;
      const broken = rules.findBroken({ tool: toolOf(message), params, bytes, ...around(cwd) });
      return broken ? block(new GuardError('POLICY_DENIED', broken.why, { rule: broken.place })) : PASS;
    },
  };
};

/** A method outside the specification may be a server's alias for a call; a task's update goes on with one. */
const isCall = ({ method }: Question): boolean =>
  method === 'tools/call' || method === 'tasks/update' || !CLIENT_METHODS.names.has(method);

/** Nothing for what continues a call, whatever it says: then every rule counts. A call without a name is one of every tool. */
function toolOf({ method, params }: Question): JsonValue | undefined {
  if (method === 'tasks/update') return undefined;
  const name = member(params, 'name');
  return method === 'tools/call' ? (name ?? null) : name;
}
