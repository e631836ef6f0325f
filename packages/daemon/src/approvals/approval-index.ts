import type { Approval } from '@mcp-guard/store';

export interface UserAtServer {
  readonly actor: string;
  readonly server: string;
}

/** Approvals by call, by tool and by caller. Callers of `set` bound it. */
export class ApprovalIndex {
  readonly #all = new Map<string, Approval>();
  /** Ids by exact call, and by tool for standing approvals. */
  readonly #byCall = new Map<string, string>();
  readonly #standing = new Map<string, Set<string>>();
  /** The times at which each place in a caller's queue is free again, also for a call that was withdrawn. */
  readonly #queues = new Map<string, Map<string, number>>();

  get size(): number {
    return this.#all.size;
  }

  get(id: string): Approval | undefined {
    return this.#all.get(id);
  }

  values(): IterableIterator<Approval> {
    return this.#all.values();
  }

  ofCall(caller: UserAtServer, binding: string): Approval | undefined {
    return this.#all.get(this.#byCall.get(keyOf(caller, binding)) ?? '');
  }

  standingFor(caller: UserAtServer, tool: string): readonly Approval[] {
    return [...(this.#standing.get(keyOf(caller, tool)) ?? [])].flatMap((id) => this.#all.get(id) ?? []);
  }

  /** When each taken place is free again, in Unix milliseconds. */
  queueOf(caller: UserAtServer, now: number): readonly number[] {
    return [...(this.#queues.get(keyOf(caller))?.values() ?? [])].filter((freeAt) => freeAt > now);
  }

  set(approval: Approval): void {
    const { id, state, tool, binding, expiresAt } = approval;
    this.delete(id);
    this.#all.set(id, approval);
    if (state === 'standing') {
      const key = keyOf(approval, tool);
      this.#standing.set(key, (this.#standing.get(key) ?? new Set()).add(id));
    } else this.#byCall.set(keyOf(approval, binding), id);
    const queueKey = keyOf(approval);
    const queue = this.#queues.get(queueKey);
    if (state === 'pending' && queue) queue.set(id, expiresAt);
    else if (state === 'pending') this.#queues.set(queueKey, new Map([[id, expiresAt]]));
    else if (state !== 'denied') queue?.delete(id); // a denied caller cannot ask for more at once
  }

  /** Frees its place in the queue at once: a person has taken the decision back. */
  release(approval: Approval): void {
    this.#queues.get(keyOf(approval))?.delete(approval.id);
  }

  delete(id: string): void {
    const approval = this.#all.get(id);
    if (!approval) return;
    this.#all.delete(id);
    if (approval.state === 'standing') {
      const tool = keyOf(approval, approval.tool);
      const standing = this.#standing.get(tool);
      if (standing?.delete(id) && standing.size === 0) this.#standing.delete(tool);
      return;
    }
    const call = keyOf(approval, approval.binding);
    if (this.#byCall.get(call) === id) this.#byCall.delete(call);
  }

  /** Removes an approval that never came to be, and frees its place in the queue. */
  forget(id: string): void {
    const approval = this.#all.get(id);
    this.delete(id);
    if (approval) this.#queues.get(keyOf(approval))?.delete(id);
  }

  /** Forgets queues that are empty. */
  sweep(now: number): void {
    for (const [key, queue] of this.#queues) {
      for (const [id, freeAt] of queue) if (freeAt <= now) queue.delete(id);
      if (queue.size === 0) this.#queues.delete(key);
    }
  }
}

const keyOf = ({ actor, server }: UserAtServer, ...what: readonly string[]): string =>
  JSON.stringify([actor, server, ...what]);
