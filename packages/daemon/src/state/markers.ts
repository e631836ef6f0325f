import type { GivenMarkers } from '@mcp-guard/store';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';

/** Remembers the markers that this guard has put into responses, so that none is written back in place of what it hides. */
export class Markers implements TransactionWriter {
  readonly #store: GivenMarkers;
  readonly #unwritten: Unwritten;
  /** Built-in types, and types that configurations have defined. */
  #known: readonly string[];
  #fresh: readonly string[] = [];

  constructor(store: GivenMarkers, unwritten: Unwritten) {
    this.#store = store;
    this.#unwritten = unwritten;
    this.#known = store.all();
  }

  get given(): readonly string[] {
    return this.#known;
  }

  add(types: readonly string[]): void {
    const fresh = [...new Set(types)].filter((type) => !this.#known.includes(type));
    if (fresh.length === 0) return;
    this.#known = [...this.#known, ...fresh];
    this.#fresh = [...this.#fresh, ...fresh];
    this.#unwritten.add(this);
  }

  write(): void {
    this.#store.add(this.#fresh);
  }

  written(): void {
    this.#fresh = [];
  }
}
