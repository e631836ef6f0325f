import { parseConfig } from '@mcp-guard/policy';
import { afterEach, describe, expect, it } from 'vitest';
import { WorkerPool } from '../../src/large/worker-pool.js';

const program = new URL('data:text/javascript,setInterval(() => undefined, 1000)');
const read = () => parseConfig('servers: { files: { command: x } }', 'test.yaml', new Map());

const opened: WorkerPool[] = [];
afterEach(() => opened.splice(0).forEach((pool) => pool.close()));

function open(config = read()) {
  const inForce = { config };
  const pool = new WorkerPool(program, () => inForce.config, '00');
  opened.push(pool);
  return { pool, inForce };
}

describe('a thread', () => {
  it('that is idle is used again', () => {
    const { pool } = open();
    const first = pool.take();
    pool.give(first);
    expect(pool.take()).toBe(first);
    expect(pool.take()).not.toBe(first);
    first.end();
  });

  it('with a configuration that is no longer in force is ended', () => {
    const { pool, inForce } = open();
    const [idle, busy] = [pool.take(), pool.take()];
    pool.give(idle);
    inForce.config = read();
    const next = pool.take();
    expect(idle.isGone).toBe(true);
    next.end();
    pool.give(busy);
    expect(busy.isGone).toBe(true);
    expect(pool.take().config).toBe(inForce.config);
  });

  it('that is gone is not given to a message', () => {
    const { pool } = open();
    const worker = pool.take();
    worker.end();
    pool.give(worker);
    expect(pool.take()).not.toBe(worker);
  });
});
