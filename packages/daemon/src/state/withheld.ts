import type { WithheldItem } from '@mcp-guard/core';
import type { WithheldItems } from '@mcp-guard/store';
import { identify } from '@mcp-guard/rules';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';

/** Findings of one item. */
const MAX_FINDINGS = 16;

/**
 * Remembers items that were withheld from the lists of servers, so that calls to them are refused: in any session, also
 * after a restart, until the server lists the item without anything that is refused.
 */
export class Withheld implements TransactionWriter {
  readonly #store: WithheldItems;
  readonly #unwritten: Unwritten;
  readonly #servers = new Map<string, Map<string, WithheldItem>>();
  /** The same in the form that every message needs. */
  readonly #lists = new Map<string, readonly WithheldItem[]>();
  #fresh: { readonly server: string; readonly item: WithheldItem }[] = [];

  constructor(store: WithheldItems, unwritten: Unwritten) {
    this.#store = store;
    this.#unwritten = unwritten;
    for (const [server, items] of store.all()) {
      this.#servers.set(server, new Map(items.map((item) => [identify(item), item])));
      this.#lists.set(server, items);
    }
  }

  of(server: string): readonly WithheldItem[] | undefined {
    return this.#lists.get(server);
  }

  /** Without findings an item is forgotten. */
  add(server: string, items: readonly WithheldItem[]): void {
    let known = this.#servers.get(server);
    if (!known) this.#servers.set(server, (known = new Map<string, WithheldItem>()));
    for (const item of items) {
      if (item.findings.length === 0) {
        if (known.delete(identify(item))) this.#fresh.push({ server, item });
        continue;
      }
      const before = known.get(identify(item));
      const merged = merge(item, before?.findings ?? []);
      if (merged.findings.length === before?.findings.length) continue;
      known.set(identify(item), merged);
      this.#fresh.push({ server, item: merged });
    }
    this.#lists.set(server, [...known.values()]);
    if (this.#fresh.length > 0) this.#unwritten.add(this);
  }

  write(): void {
    for (const { server, item } of this.#fresh) this.#store.add(server, [item]);
  }

  written(): void {
    this.#fresh = [];
  }
}

/** Earlier findings still count: an exception is made for findings that a person has seen. */
function merge(item: WithheldItem, before: WithheldItem['findings']): WithheldItem {
  const isNew = ({ type, fingerprint }: WithheldItem['findings'][number]): boolean =>
    !before.some((each) => each.type === type && each.fingerprint === fingerprint);
  return { ...item, findings: [...before, ...item.findings.filter(isNew)].slice(0, MAX_FINDINGS) };
}
