import type { Approval } from '../approvals/approval-store.js';
import type { Participant } from '../journal/turn-log.js';
import { isBefore, type Position } from '../journal/sink.js';

/** Approvals whose last change the database may not have yet; bounded as the journal is. */
export class UntakenApprovals implements Participant {
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
