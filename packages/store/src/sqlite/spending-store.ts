import type { Reservation, SpendingStore, Spent } from '../spending-store.js';
import type { SqliteDatabase } from './database.js';

type StoredSpent = Omit<Spent, 'amount'> & { readonly amount: string };
type StoredReservation = Omit<Reservation, 'amount' | 'isLost'> & { readonly amount: string; readonly isLost: number };

/** Amounts are stored as text: SQLite's integers end at 2^63. */
export function openSpendingStore(db: SqliteDatabase): SpendingStore {
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
    'INSERT INTO reservations VALUES (@id, @at, @actor, @server, @tool, @amount, @currency, 0)',
  );
  const close = db.prepare<[string]>('DELETE FROM reservations WHERE id = ?');
  return {
    load: () => select.all().map(({ key, minute, amount }) => ({ key, minute, amount: BigInt(amount) })),
    forget: (minute) => void forget.run(minute),
    loadLost(before) {
      forgetLost.run(before);
      markLost.run();
      return selectLost.all().map(toReservation);
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
