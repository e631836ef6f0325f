import { isCall, member, type JsonValue, type Message, LIST_TASKS } from '@mcp-guard/core';
import { type Direction, BACK, type TaskOrigin, type KnownTask, isAboutTask, namedTasks } from '@mcp-guard/rules';
import type { OpenRequest } from './open-requests.js';

/** Tasks that one side may have open for the other; the oldest is forgotten and then refused. */
const MAX_TASKS = 4096;
/** Pairs of an actor and a server, in each direction. */
const MAX_OWNERS = 1024;
/** Requests that made tasks with one id: servers that count give the same ids in every session. */
const MAX_ORIGINS = 16;
/** Longer ids, and ids made by requests that name something longer, are not learned. */
const MAX_NAME = 1024;

/** Tasks by direction of the request: its receiver runs the task. */
type OwnTasks = Readonly<Record<Direction, Map<string, readonly TaskOrigin[]>>>;

/**
 * The tasks of all users and servers: a task outlives the connection that made it, so it belongs to actor, server and
 * tool. Kept in memory: after a restart a task is unknown and refused.
 */
export class Tasks {
  readonly #owners = new Map<string, OwnTasks>();

  of(user: string, server: string): SessionTasks {
    const owner = JSON.stringify([user, server]);
    const tasks = this.#owners.get(owner) ?? { toServer: new Map(), toClient: new Map() };
    this.#owners.delete(owner); // the one that was used last goes to the end
    this.#owners.set(owner, tasks);
    forgetOldest(this.#owners, MAX_OWNERS);
    return new SessionTasks(tasks);
  }
}

/** The tasks that a session may name. */
export class SessionTasks {
  readonly #tasks: OwnTasks;

  constructor(tasks: OwnTasks) {
    this.#tasks = tasks;
  }

  /**
   * Learns a task from a delivered response, by its shape: in `task` (2025-11-25), or the result itself (extension).
   * @param direction of the request
   */
  observe(direction: Direction, { method, target }: OpenRequest, answer: Message): void {
    if (answer.kind !== 'result' || isAboutTask(method)) return;
    const { result } = answer;
    const id = member(result['resultType'] === 'task' ? result : result['task'], 'taskId');
    if (typeof id !== 'string' || id.length > MAX_NAME || (target?.length ?? 0) > MAX_NAME) return;
    const own = this.#tasks[direction];
    const others = (own.get(id) ?? []).filter((by) => by.method !== method || by.target !== target);
    if (others.length >= MAX_ORIGINS) return void own.delete(id);
    own.delete(id);
    own.set(id, [...others, { method, target }]);
    forgetOldest(own, MAX_TASKS);
  }

  /**
   * The known tasks among those that a message, or the request it answers, names; all of them for a response to
   * `tasks/list`.
   */
  about(direction: Direction, message: Message, answers: OpenRequest | undefined): readonly KnownTask[] | undefined {
    if (answers) {
      const own = this.#tasks[BACK[direction]];
      if (answers.method === LIST_TASKS) return [...own].map(toKnown);
      return isAboutTask(answers.method) ? known([answers.target], own) : undefined;
    }
    if (!isCall(message)) return undefined;
    const { asks, notes } = namedTasks(message);
    if (asks.length === 0 && notes.length === 0) return undefined;
    return [...known([...asks, ...notes], this.#tasks[direction]), ...known(notes, this.#tasks[BACK[direction]])];
  }
}

const known = (ids: readonly JsonValue[], own: OwnTasks[Direction]): KnownTask[] =>
  ids.flatMap((id) => {
    const by = typeof id === 'string' ? own.get(id) : undefined;
    return typeof id === 'string' && by ? { id, by } : [];
  });

const toKnown = ([id, by]: readonly [string, readonly TaskOrigin[]]): KnownTask => ({ id, by });

function forgetOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
