/** Methods that have a rule, or a part of the guard, of their own. */
export const CREATE_MESSAGE = 'sampling/createMessage';
export const ELICIT = 'elicitation/create';
export const LIST_ROOTS = 'roots/list';
export const ROOTS_CHANGED = 'notifications/roots/list_changed';
export const LIST_TOOLS = 'tools/list';
export const CALL_TOOL = 'tools/call';
export const LIST_TASKS = 'tasks/list';
export const GET_TASK_RESULT = 'tasks/result';
export const TASK_STATUS = 'notifications/tasks/status';
export const PROGRESS = 'notifications/progress';
export const CANCELLED = 'notifications/cancelled';

/** No session can do without these, so that no rule is about them. */
export const NEEDED_METHODS: ReadonlySet<string> = new Set([
  'initialize',
  'server/discover',
  'ping',
  'notifications/initialized',
  CANCELLED,
]);
