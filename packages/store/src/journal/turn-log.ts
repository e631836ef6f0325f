import type { AuditEntry, AuditRow, AuditStore, ChainHead } from '../record/audit-store.js';
import { chainEntry, type ChainedRow } from '../record/chain.js';
import type { Journal } from './journal.js';
import { isOperation, type Operation } from './operations.js';
import { encodeRecord, isReadable } from './record-codec.js';
import type { Position } from './sink.js';

/** Learns whether what it has changed in a turn counts. */
export interface Participant {
  /** @param end behind the turn; `undefined` if the turn was refused */
  settled(end: Position | undefined): void;
}

export interface TurnLogOptions {
  /** The head of the chain. */
  readonly head: ChainHead;
  /** Called once, with the first turn: no one else changes the record from then on. */
  readonly begin: () => { readonly journal: Journal; readonly head: ChainHead };
  /** Throws why nothing more may be written now. */
  readonly check: (journal: Journal) => void;
  readonly onTurn: () => void;
}

/** Writes turns to a journal: rows, with what is changed while they are appended. */
export class TurnLog implements AuditStore {
  readonly #options: TurnLogOptions;
  readonly #participants: Participant[] = [];
  /** Operations that go with the next turn, whichever that is; the last of each name is enough. */
  readonly #deferred = new Map<string, Operation>();
  #head: ChainHead;
  #journal: Journal | undefined;
  #hasEnded = false;
  /** The operations of the turn that is being appended. */
  #operations: Operation[] | undefined;

  constructor(options: TurnLogOptions) {
    this.#options = options;
    this.#head = options.head;
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Once there was a turn. */
  get journal(): Journal | undefined {
    return this.#journal;
  }

  join(participant: Participant): void {
    this.#participants.push(participant);
  }

  /** Adds a change to the turn that is being appended; outside of one, it is a turn of its own. */
  readonly change = (operation: Operation): void => {
    if (!isOperation(operation)) throw hasNoForm(operation[0]);
    if (this.#operations) this.#operations.push(operation);
    else this.append([], () => this.change(operation));
  };

  /** Adds a change to the next turn: for what needs none of its own. */
  readonly defer = (operation: Operation): void => {
    if (!isOperation(operation)) throw hasNoForm(operation[0]);
    this.#deferred.set(operation[0], operation);
  };

  append(entries: readonly AuditEntry[], also?: () => void): readonly AuditRow[] {
    let end: Position | undefined;
    try {
      const rows = this.#append(entries, also);
      end = this.#journal?.end;
      return rows;
    } finally {
      this.#operations = undefined;
      if (also) for (const each of this.#participants) each.settled(end);
    }
  }

  /** Resolves once all turns survive a power cut. */
  async flush(): Promise<void> {
    await this.#journal?.flush();
  }

  /** Writes what was left for a next turn. There is none after it: the journal is taken over to its end. */
  end(): void {
    if (this.#hasEnded) return;
    try {
      if (this.#deferred.size > 0 && this.#journal) this.append([]);
    } finally {
      this.#hasEnded = true;
    }
  }

  close(): void {
    try {
      this.end();
    } finally {
      this.#journal?.close();
    }
  }

  #append(entries: readonly AuditEntry[], also: (() => void) | undefined): readonly AuditRow[] {
    const operations: Operation[] = [];
    if (also) {
      this.#operations = operations;
      also();
    }
    if (entries.length + operations.length + this.#deferred.size === 0) return [];
    if (this.#hasEnded) throw new Error('the journal has ended');
    const journal = (this.#journal ??= this.#begin());
    this.#options.check(journal);
    const chained: ChainedRow[] = [];
    const rows: AuditRow[] = [];
    let last = this.#head;
    for (const entry of entries) {
      const { kind } = entry;
      if (!isReadable(entry)) throw hasNoForm(`row of kind ${kind}`);
      const next = chainEntry(last, entry);
      chained.push(next);
      rows.push(next.row);
      last = next.row;
    }
    const all = this.#deferred.size === 0 ? operations : [...this.#deferred.values(), ...operations];
    journal.append(encodeRecord(chained, last, all), this.#head);
    this.#deferred.clear();
    this.#head = { seq: last.seq, hash: last.hash };
    this.#options.onTurn();
    return rows;
  }

  #begin(): Journal {
    const { journal, head } = this.#options.begin();
    this.#head = head;
    return journal;
  }
}

/** A row that no reader takes must not be delivered either: the database would never get past it. */
const hasNoForm = (what: string): Error => new Error(`the journal has no form for this: ${what}`);
