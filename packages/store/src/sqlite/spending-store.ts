import type { Reservation, SpendingStore, Spent } from '../state/spending-store.js';
import type { SqliteDatabase } from './database.js';

type StoredSpent = Omit<Spent, 'amount'> & { readonly amount: string };
type StoredReservation = Omit<Reservation, 'amount' | 'isLost'> & { readonly amount: string; readonly isLost: number };

/** Only the takeover of a journal needs this. */
interface SpendingTable {
  /** Marks the calls that are open as lost; those before `before` (Unix milliseconds) are forgotten. */
  lose(before: number): void;
  /** The calls that are open or lost, the oldest first. */
  reservations(): readonly Reservation[];
}

/** Amounts are stored as text: SQLite's integers end at 2^63. */
export function openSpendingStore(db: SqliteDatabase): SpendingStore & SpendingTable {
  const forget = db.prepare<[number]>('DELETE FROM spent WHERE minute < ?');
  const select = db.prepare<[], StoredSpent>('SELECT key, minute, amount FROM spent ORDER BY minute');
  const remove = db.prepare<[string, number]>('DELETE FROM spent WHERE key = ? AND minute = ?');
  const upsert = db.prepare<[string, number, string]>(
    'INSERT INTO spent (key, minute, amount) VALUES (?, ?, ?) ON CONFLICT (key, minute) DO UPDATE SET amount = excluded.amount',
  );
  const forgetLost = db.prepare<[number]>('DELETE FROM reservations WHERE at < ?');
  const markLost = db.prepare('UPDATE reservations SET isLost = 1');
  const selectLost = db.prepare<[], StoredReservation>('SELECT * FROM reservations ORDER BY at');
  const insert = db.prepare(
    'INSERT OR REPLACE INTO reservations VALUES (@id, @at, @actor, @server, @tool, @amount, @currency, 0)',
  );
  const close = db.prepare<[string]>('DELETE FROM reservations WHERE id = ?');
  const lose = (before: number): void => {
    forgetLost.run(before);
    markLost.run();
  };
  const reservations = (): readonly Reservation[] => selectLost.all().map(toReservation);
  return {
    lose,
    reservations,
    load: () => select.all().map(({ key, minute, amount }) => ({ key, minute, amount: BigInt(amount) })),
    forget: (minute) => void forget.run(minute),
    loadLost(before) {
      lose(before);
      return reservations();
    },
    put(changed) {
      for (const { key, minute, amount } of changed) {
        if (amount === 0n) remove.run(key, minute);
        else upsert.run(key, minute, String(amount));
      }
    },
    open: ({ id, at, actor, server, tool, amount, currency }) =>
      void insert.run({ id, at, actor, server, tool, amount: String(amount), currency }),
    close: (id) => void close.run(id),
  };
}

const toReservation = ({ amount, isLost, ...row }: StoredReservation): Reservation => ({
  ...row,
  amount: BigInt(amount),
  isLost: isLost === 1,
});
