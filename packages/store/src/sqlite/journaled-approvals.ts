import {
  ForeignChange,
  LIVE_STATES,
  type Approval,
  type ApprovalReader,
  type ApprovalStore,
} from '../approvals/approval-store.js';
import { isBefore, type Position } from '../journal/sink.js';
import type { Participant, TurnLog } from '../journal/turn-log.js';
import { MAX_FOUND, openApprovalReader, openApprovalStore } from './approval-store.js';
import type { SqliteDatabase } from './database.js';

/**
 * Approvals that are written to a journal, and read from a database that is a little behind it.
 * @param taken up to where the database has taken the journal over
 */
export function openJournaledApprovals(
  db: SqliteDatabase,
  log: TurnLog,
  taken: () => Position,
): ApprovalStore & ApprovalReader {
  const untaken = new UntakenApprovals(taken);
  log.join(untaken);
  const table = openApprovalStore(db);
  const versionOf = (id: string): number | undefined => untaken.find(id)?.version ?? table.versionOf(id);
  let trusted = table.trustedKey();
  let given: ReadonlySet<string> = new Set();

  const put = (approval: Approval): void => {
    untaken.stage(approval);
    log.change(['approvals.put', approval]);
  };
  return {
    ...overlayApprovals(openApprovalReader(db), () => untaken.all()),
    load: () => table.load(),
    forget: (before) => log.defer(['approvals.forget', before]),
    insert(approval) {
      if (versionOf(approval.id) !== undefined) throw new Error('this id is taken');
      put(approval);
    },
    update(approval) {
      if (versionOf(approval.id) !== approval.version - 1) throw new ForeignChange(approval);
      put(approval);
    },
    trustedKey: () => trusted,
    trustKey(publicKey) {
      log.change(['approvals.trust', publicKey ?? null]);
      trusted = publicKey;
    },
    *takeProposals() {
      const left = table.proposals();
      const before = given;
      given = new Set(left.map(({ seq, proposal }) => `${seq} ${proposal}`));
      for (const { seq, proposal } of left) {
        if (before.has(`${seq} ${proposal}`)) continue;
        log.defer(['approvals.taken', seq]);
        yield proposal;
      }
    },
  };
}

/** Approvals whose last change the database may not have yet; bounded as the journal is. */
class UntakenApprovals implements Participant {
  readonly #byId = new Map<string, { readonly approval: Approval; readonly end: Position }>();
  /** The approvals of the turn that is being appended. */
  readonly #staged = new Map<string, Approval>();
  readonly #taken: () => Position;

  /** @param taken up to where the database has taken the journal over */
  constructor(taken: () => Position) {
    this.#taken = taken;
  }

  stage(approval: Approval): void {
    this.#staged.set(approval.id, approval);
  }

  find(id: string): Approval | undefined {
    this.#forgetTaken(); // from then on the database says what is there, and shows what others have changed
    return this.#staged.get(id) ?? this.#byId.get(id)?.approval;
  }

  all(): readonly Approval[] {
    this.#forgetTaken();
    return [...this.#byId.values()].map(({ approval }) => approval);
  }

  settled(end: Position | undefined): void {
    if (end) {
      if (this.#staged.size > 0) this.#forgetTaken();
      for (const [id, approval] of this.#staged) {
        this.#byId.delete(id); // the order is that of the ends
        this.#byId.set(id, { approval, end });
      }
    }
    this.#staged.clear();
  }

  #forgetTaken(): void {
    const taken = this.#taken();
    for (const [id, { end }] of this.#byId) {
      if (isBefore(taken, end)) return;
      this.#byId.delete(id);
    }
  }
}

/**
 * Reads approvals of which some have changed since they were stored.
 * @param changed as they are now
 */
function overlayApprovals(stored: ApprovalReader, changed: () => readonly Approval[]): ApprovalReader {
  const newest = (
    limit: number,
    read: (limit: number) => readonly Approval[],
    isMeant: (approval: Approval) => boolean,
  ): readonly Approval[] => {
    const now = changed();
    if (now.length === 0) return read(limit);
    const byId = new Map(read(limit + now.length).map((approval) => [approval.id, approval]));
    for (const approval of now) {
      if (isMeant(approval)) byId.set(approval.id, approval);
      else byId.delete(approval.id);
    }
    return [...byId.values()].toSorted(byAge).slice(0, limit);
  };
  return {
    list: ({ decided, limit }) =>
      newest(
        limit,
        (most) => stored.list({ decided, limit: most }),
        ({ state }) => decided || LIVE_STATES.includes(state),
      ),
    find: (prefix) =>
      newest(
        MAX_FOUND,
        () => stored.find(prefix),
        ({ id }) => id.startsWith(prefix),
      ),
    past: (approval, limit) =>
      newest(
        limit,
        (most) => stored.past(approval, most),
        ({ actor, server, tool }) => actor === approval.actor && server === approval.server && tool === approval.tool,
      ),
  };
}

const byAge = (a: Approval, b: Approval): number => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1);
