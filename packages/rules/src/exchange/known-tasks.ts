import { foldName, member, META_RELATED_TASK, type JsonValue, type Call } from '@mcp-guard/core';

/** The request that made a task. */
export interface Origin {
  readonly method: string;
  /** The tool that it named. */
  readonly target: string | null;
}

/** A task that was made for this actor by this server, or for this server by this actor's client. */
export interface KnownTask {
  readonly id: string;
  readonly by: readonly Origin[];
}

/** Methods that only tasks have. */
export const isAboutTask = (method: string): boolean => foldName(method).startsWith('tasks/');

/** Tells how a task of the sender's own goes on. */
const isOwnNotice = ({ kind, method }: Call): boolean =>
  kind === 'notification' && (method === 'notifications/tasks' || method === 'notifications/tasks/status');

/** The ids that a request names; what is no id is in it too. */
export interface NamedTasks {
  /** Tasks that its receiver runs: it asks for them. */
  readonly asks: readonly JsonValue[];
  /** Tasks of either end that a notice is about. */
  readonly notes: readonly JsonValue[];
}

const NOTHING: NamedTasks = { asks: [], notes: [] };

/**
 * Where tasks are named: `taskId`, the filter of a subscription, and the mark of what belongs
 * to a task. Only a notice may belong to a task of its sender's: a client gives ids to its own
 * tasks as it likes, so a request could else name any.
 */
export function namedTasks(request: Call): NamedTasks {
  const { kind, params } = request;
  if (!params || isOwnNotice(request)) return NOTHING;
  const meta = member(params, '_meta');
  const related = given(member(meta, META_RELATED_TASK)).map((task) => member(task, 'taskId') ?? null);
  const asks = [
    ...given(member(params, 'taskId')),
    ...given(member(member(params, 'notifications'), 'taskIds')).flatMap((ids) => ids),
  ];
  return kind === 'request' ? { asks: [...asks, ...related], notes: [] } : { asks, notes: related };
}

const given = (value: JsonValue | undefined): JsonValue[] => (value === undefined ? [] : [value]);
