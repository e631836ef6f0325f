import { foldName, member, META_RELATED_TASK, type JsonValue, type Call, TASK_STATUS } from '@mcp-guard/core';

/** The request that created a task. */
export interface TaskOrigin {
  readonly method: string;
  /** The tool that it named. */
  readonly target: string | null;
}

/** A task that this server created for this actor, or that this actor's client created for this server. */
export interface KnownTask {
  readonly id: string;
  readonly by: readonly TaskOrigin[];
}

/** Methods that only tasks have. */
export const isAboutTask = (method: string): boolean => foldName(method).startsWith('tasks/');

/** Reports the progress of the sender's own task. */
const isOwnNotice = ({ kind, method }: Call): boolean =>
  kind === 'notification' && (method === 'notifications/tasks' || method === TASK_STATUS);

/** The ids that a request names, with values that are no ids. */
export interface NamedTasks {
  /** Tasks that the receiver of a request runs. */
  readonly asks: readonly JsonValue[];
  /** Tasks of either end that a notification is about. */
  readonly notes: readonly JsonValue[];
}

/** Members of `params` that name tasks. */
const PLACES = ['taskId', 'notifications', '_meta'] as const;
const NOTHING: NamedTasks = { asks: [], notes: [] };

/**
 * The members that name tasks: `taskId`, the filter of a subscription, and the mark of messages
 * that belong to a task. Only a notification may belong to a task of its sender: a client gives
 * ids to its own tasks as it likes, so a request could otherwise name any.
 */
export function namedTasks(request: Call): NamedTasks {
  const { kind, params } = request;
  if (!params || isOwnNotice(request)) return NOTHING;
  if (!PLACES.some((name) => Object.hasOwn(params, name))) return NOTHING; // as most requests
  const meta = member(params, '_meta');
  const related = given(member(meta, META_RELATED_TASK)).map((task) => member(task, 'taskId') ?? null);
  const asks = [
    ...given(member(params, 'taskId')),
    ...given(member(member(params, 'notifications'), 'taskIds')).flatMap((ids) => ids),
  ];
  return kind === 'request' ? { asks: [...asks, ...related], notes: [] } : { asks, notes: related };
}

const given = (value: JsonValue | undefined): JsonValue[] => (value === undefined ? [] : [value]);
