import {
  GuardError,
  hasFoldedKey,
  isModern,
  isObject,
  isCall,
  knownKeys,
  member,
  type JsonEdit,
  type JsonValue,
  type Call,
  type Result,
  GET_TASK_RESULT,
  LIST_TASKS,
} from '@mcp-guard/core';
import type { NameRules } from '@mcp-guard/policy';
import { createAccess } from '../lists/access.js';
import { block, PASS, type CreateInterceptor, type MessageContext, type Verdict } from '../interceptor.js';
import { isAboutTask, namedTasks, type KnownTask } from '../exchange/known-tasks.js';
import { FOR_THIS_CLIENT_ONLY } from '../exchange/for-this-client-only.js';

/**
 * A task belongs to an actor, a server and a tool. Tasks of others are refused and filtered, for
 * every caller: the client for tasks that the server runs, the server for tasks that the client
 * runs. If its tool has been denied since, the task and its result are refused like a call.
 */
export const tasks: CreateInterceptor = ({ layers }) => {
  const { tools } = createAccess(layers);
  return {
    name: 'tasks',
    toServer(message, context) {
      if (isCall(message)) return ruleQuestion(message, context, tools);
      if (message.kind === 'result' && context.answers?.method === LIST_TASKS) return showOwn(message, context);
      return PASS;
    },
    toClient(message, context) {
      const { answers, tasks: known = [] } = context;
      if (isCall(message)) {
        // Other messages of a server about tasks name its own tasks, and are inspected by their shape.
        return isAboutTask(message.method) ? ruleQuestion(message, context) : PASS;
      }
      if (!answers || !isAboutTask(answers.method)) return PASS;
      if (answers.method === LIST_TASKS) return message.kind === 'result' ? showOwn(message, context, tools) : PASS;
      return known.length === 0 ? block(unknown()) : refuseDenied(known, tools);
    },
  };
};

function ruleQuestion(request: Call, { tasks: known = [] }: MessageContext, tools?: NameRules): Verdict {
  const { asks, notes } = namedTasks(request);
  const ids = new Set<JsonValue>(known.map(({ id }) => id));
  if (![...asks, ...notes].every((id) => ids.has(id))) return block(unknown(request));
  return tools ? refuseDenied(known, tools) : PASS;
}

/** @param request that names it */
const unknown = (request?: Call): GuardError =>
  new GuardError(
    'POLICY_DENIED',
    'the guard does not know this task: it belongs to someone else, or was created before the guard started',
    request?.method === GET_TASK_RESULT && isModern(request.params) ? { rpc: METHOD_NOT_FOUND } : {},
  );

/** The modern era has no such method; its servers report that to clients, which act on the error code. */
const METHOD_NOT_FOUND = -32601;

function refuseDenied(known: readonly KnownTask[], tools: NameRules): Verdict {
  const rule = known.map((task) => ruleAgainst(task, tools)).find((found) => found !== undefined);
  if (rule === undefined) return PASS;
  return block(new GuardError('POLICY_DENIED', 'the tool of this task is not allowed by policy', { rule }));
}

/** Any method may have created it: only tools run as tasks. */
function ruleAgainst({ by }: KnownTask, tools: NameRules): string | undefined {
  for (const { target } of by) {
    const rule = tools.refuses(target);
    if (rule !== undefined) return rule;
  }
  return undefined;
}

const LIST_KEYS = knownKeys('tasks');
const ITEM_KEYS = knownKeys('taskId');

function showOwn({ result }: Result, { answers, tasks: own = [] }: MessageContext, tools?: NameRules): Verdict {
  const { tasks: items } = result;
  if (!Array.isArray(items) || hasFoldedKey(result, LIST_KEYS)) {
    return block(new GuardError('POLICY_DENIED', 'the list of tasks cannot be read'));
  }
  const allowed = own.filter((task) => !tools || ruleAgainst(task, tools) === undefined);
  const ids = new Set<JsonValue | undefined>(allowed.map(({ id }) => id));
  const isShown = (item: JsonValue): boolean =>
    isObject(item) && !hasFoldedKey(item, ITEM_KEYS) && ids.has(member(item, 'taskId'));
  const hidden = items.flatMap((item, index) => (isShown(item) ? [] : [index]));
  if (hidden.length === 0) return PASS;
  const edits: JsonEdit[] = hidden.map((index) => ({ path: ['result', 'tasks', index], value: undefined }));
  if (answers?.modern) edits.push(...FOR_THIS_CLIENT_ONLY);
  return { kind: 'rewrite', edits, note: `hid ${hidden.length} of ${items.length} tasks` };
}
