import type { Halt, HaltStatus, HaltWish } from '@mcp-guard/core';
import type { HaltFiles } from '@mcp-guard/policy';
import { toHaltRow, toReleaseRow, type AuditEntry, type HaltStore } from '@mcp-guard/store';
import type { Delivery } from '../record/delivery.js';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';

/** All that a message asks: whether the user has halted all calls. */
export interface HaltSwitch {
  readonly isOn: boolean;
}

/** Acts on what is open. */
export interface HaltFollower {
  /** Open calls get an error at once, and are cancelled at their servers. */
  halted(): void;
  /** Sessions end. */
  ended(): void;
  released(): void;
}

export interface HaltParts {
  readonly store: HaltStore;
  readonly files: HaltFiles;
  readonly delivery: Pick<Delivery, 'record' | 'drain'>;
  readonly unwritten: Unwritten;
}

const DELETED = 'the file of the halt was deleted by another program; the halt is still in force';
const UNKNOWN = 'a file of the guard that cannot be read';

/**
 * The halt of all calls. It is in the record and in files outside of the home, and each is enough: a stop, a kill, another
 * home or a file that is deleted or damaged lets nothing pass.
 */
export class Halts implements HaltSwitch, TransactionWriter {
  isOn: boolean;
  readonly #parts: HaltParts;
  #current: Halt | undefined;
  #problem: string | undefined;
  #follower: HaltFollower | undefined;

  constructor(parts: HaltParts) {
    this.#parts = parts;
    const kept = parts.store.load();
    const { halt, problem } = parts.files.read();
    this.#current = kept ?? halt ?? (problem === undefined ? undefined : doubt(problem));
    this.isOn = this.#current !== undefined;
    this.#problem = problem ?? (kept && !halt ? DELETED : undefined);
    if (!kept && this.isOn) parts.unwritten.add(this);
  }

  /** No session may open. */
  get ends(): boolean {
    return this.#current?.ends === true;
  }

  get status(): HaltStatus | null {
    return this.#current ? { ...this.#current, problem: this.#problem ?? null } : null;
  }

  /** To be called once, when the record is open. */
  follow(follower: HaltFollower): void {
    this.#follower = follower;
    const { status } = this;
    if (status) this.#parts.delivery.record(toHaltRow('halted still', status, this.#problem));
  }

  /**
   * All messages are refused from now on. Resolves once that outlasts this process.
   * @param who is asked afterwards: to find out takes time
   */
  async begin({ reason, ends }: HaltWish, who: () => string): Promise<HaltStatus> {
    const at = Date.now(); // the rows of what it stops are not older
    this.#stop();
    const before = this.#current ?? { at, by: who(), reason: null, ends: false };
    const halt = { ...before, reason: before.reason ?? reason, ends: before.ends || ends };
    await this.#keep(halt);
    const problems = this.#parts.files.write(halt);
    this.#problem = problems.length === 0 ? undefined : `the halt cannot be kept in ${problems.join('; ')}`;
    return { ...halt, problem: this.#problem ?? null };
  }

  /** Calls pass once the release is in the record. Throws where it cannot be kept, and they stay halted. */
  async end(by: string): Promise<void> {
    const { files, unwritten } = this.#parts;
    const before = this.#current;
    files.remove();
    this.#current = undefined;
    unwritten.add(this);
    try {
      await this.#recorded(toReleaseRow(by));
    } catch (error) {
      this.#current ??= before;
      if (before) files.write(before);
      throw error;
    }
    if (this.#current) return; // another halt came meanwhile
    this.isOn = false;
    this.#problem = undefined;
    this.#follower?.released();
  }

  /** Another guard of this user, or a command without a daemon, may have halted all calls; the files may be gone. */
  look(): void {
    const { halt, problem } = this.#parts.files.read();
    if (!this.isOn) {
      const found = halt ?? (problem === undefined ? undefined : doubt(problem));
      if (!found) return;
      this.#stop();
      this.#problem = problem;
      void this.#keep(found);
    } else if (this.#current && !halt && this.#problem === undefined) {
      this.#problem = problem ?? DELETED;
      this.#parts.delivery.record(toHaltRow('halted still', this.#current, this.#problem));
    }
  }

  write(): void {
    this.#parts.store.put(this.#current);
  }

  written(): void {
    // The next commit writes it again only after another change.
  }

  #stop(): void {
    this.isOn = true;
    this.#follower?.halted();
  }

  /** With the answers to what was open; sessions end behind these. */
  async #keep(halt: Halt): Promise<void> {
    this.#current = halt;
    this.#parts.unwritten.add(this);
    this.#parts.delivery.record(toHaltRow('halt', halt));
    await this.#parts.delivery.drain();
    if (halt.ends) this.#follower?.ended();
  }

  #recorded(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#parts.delivery.record(entry, { deliver: resolve, refuse: reject });
    });
  }
}

const doubt = (reason: string): Halt => ({ at: Date.now(), by: UNKNOWN, reason, ends: false });
