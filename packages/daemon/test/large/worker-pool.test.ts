import { afterEach, describe, expect, it } from 'vitest';
import { WorkerPool } from '../../src/large/worker-pool.js';

const program = new URL('data:text/javascript,setInterval(() => undefined, 1000)');

const opened: WorkerPool[] = [];
afterEach(() => opened.splice(0).forEach((pool) => pool.close()));

function open(): WorkerPool {
  const pool = new WorkerPool(program, '00');
  opened.push(pool);
  return pool;
}

describe('a thread', () => {
  it('that is idle is used again', () => {
    const pool = open();
    const first = pool.take();
    pool.give(first);
    expect(pool.take()).toBe(first);
    expect(pool.take()).not.toBe(first);
    first.end();
  });

  it('that is gone is not given to a message', () => {
    const pool = open();
    const worker = pool.take();
    worker.end();
    pool.give(worker);
    expect(pool.take()).not.toBe(worker);
  });
});
