import type { Reservation, SpendingStore, Spent } from '../state/spending-store.js';

/** Forgets everything with its test. */
export function openMemorySpendingStore(): SpendingStore {
  const spent = new Map<string, Spent>();
  const reservations = new Map<string, Reservation>();
  return {
    load: () => [...spent.values()].toSorted((a, b) => a.minute - b.minute),
    forget(before) {
      for (const [name, { minute }] of spent) if (minute < before) spent.delete(name);
    },
    loadLost(before) {
      for (const [id, reservation] of reservations) {
        if (reservation.at < before) reservations.delete(id);
        else reservations.set(id, { ...reservation, isLost: true });
      }
      return [...reservations.values()].toSorted((a, b) => a.at - b.at);
    },
    put(changed) {
      for (const each of changed) {
        const name = JSON.stringify([each.key, each.minute]);
        if (each.amount === 0n) spent.delete(name);
        else spent.set(name, each);
      }
    },
    open: (reservation) => void reservations.set(reservation.id, reservation),
    close: (id) => void reservations.delete(id),
  };
}
