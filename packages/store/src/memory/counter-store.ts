import type { Counter, CounterStore } from '../state/counter-store.js';

/** Forgets everything with its test. */
export function openMemoryCounterStore(): CounterStore {
  const counters = new Map<string, Counter>();
  return {
    load(since) {
      for (const { key, at } of counters.values()) if (at < since) counters.delete(key);
      return [...counters.values()];
    },
    put(changed) {
      for (const counter of changed) counters.set(counter.key, counter);
    },
  };
}
