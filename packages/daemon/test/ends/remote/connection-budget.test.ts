import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { ConnectionBudget } from '../../../src/ends/remote/link/connection-budget.ts';
import { readOpenFiles } from '../../../src/host/native.ts';

type Count = ReturnType<ConnectionBudget['share']>;

/** Connects as often as it may. */
async function take(count: Count): Promise<readonly Socket[]> {
  const taken: Socket[] = [];
  for (;;) {
    try {
      taken.push(await count(async () => new Socket()));
    } catch {
      return taken;
    }
  }
}

it.each([
  [20_000, 4096],
  [4096, 1024],
  [1024, 256],
  [64, 16],
  [8, 8],
  [2 ** 63, 4096],
  [undefined, 256],
])('with %s open files one server has at most %i connections', async (files, most) => {
  expect(await take(new ConnectionBudget(files).share('files'))).toHaveLength(most);
});

it('a server that takes all it can leaves connections to each other server, and closed ones count no more', async () => {
  const budget = new ConnectionBudget(1024);
  const [greedy, ...others] = Array.from({ length: 5 }, (_, index) => budget.share(`server-${index}`));
  const taken = await take(greedy ?? budget.share('files'));
  const left: number[] = [];
  for (const other of others) left.push((await take(other)).length);
  expect(left).toEqual([128, 64, 32, 16]);
  await expect(greedy?.(async () => new Socket())).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    message: 'the server server-0 has its share of all connections open; try again later',
  });
  await Promise.all(taken.map((socket) => EventEmitter.once(socket.destroy(), 'close')));
  expect(await take(greedy ?? budget.share('files'))).toHaveLength(136);
});

it('a connection that cannot be made counts no more', async () => {
  const count = new ConnectionBudget(64).share('files');
  const fail = (): Promise<Socket> => Promise.reject(new Error('no'));
  for (let attempt = 0; attempt < 100; attempt++) await expect(count(fail)).rejects.toThrow('no');
  expect(await take(count)).toHaveLength(16);
});

it('the system says how many files this process may have open', () => {
  expect(readOpenFiles()).toBeGreaterThan(64);
});
