import { createHook } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Decider } from '@mcp-guard/core';
import { ApprovalList, Approvals, Delivery, OpenCalls, type Unwritten } from '@mcp-guard/daemon';
import {
  emptyEntry,
  openSqliteStore,
  type Store,
  fingerprintOf,
  type Approval,
  type ApprovalReader,
} from '@mcp-guard/store';
import type { Benchmark } from './benchmark.js';
import { describeMachine } from './report.js';
import { readCpuTime } from './scan/measure.js';
import { median } from './statistics.js';
import { toNumber, toTable } from './table.js';

const ACTORS = 500;
/** As many as may wait at a time. */
const CALLS_OF_EACH = 20;
const ROUNDS = 5;
/** Calls that come in one turn of the event loop. */
const PER_TURN = 50;
const EXPIRES_AFTER = 300;
const DECIDER: Decider = {
  uid: 1000,
  pid: 4242,
  tty: 'pts/3',
  parent: 'zsh',
  insideClient: false,
  hasPassphrase: false,
  proposed: false,
};

/** Milliseconds of the clock, and of the processor. */
export interface Took {
  readonly wall: number;
  readonly cpu: number;
}

export interface ApprovalTimes {
  readonly calls: number;
  readonly hold: Took;
  readonly list: Took;
  readonly decide: Took;
  readonly expire: Took;
  /** Of the turns of the event loop in which they expire. */
  readonly longestTurn: Took;
  /** That are started while a call of each actor is held and kept open. */
  readonly timers: number;
}

/** What it costs that many calls wait for people. */
export const approvals: Benchmark = {
  name: 'approvals',
  summary: 'holding, listing, deciding and expiring 10,000 calls',
  run: async () => {
    const rounds: ApprovalTimes[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureApprovals(ACTORS, CALLS_OF_EACH));
    process.stdout.write(`${describeMachine()}\n\n${toText(rounds)}`);
  },
};

/** Through the daemon's own classes, on a file. */
export async function measureApprovals(actors: number, callsOfEach: number): Promise<ApprovalTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-bench-'));
  const store = openSqliteStore({ path: join(folder, 'record.db'), key: undefined });
  const queue = new Queue(store);
  try {
    const calls = actors * callsOfEach;
    const hold = await time(() => queue.hold(actors, callsOfEach));
    const list = await time(() => queue.list(calls));
    const decide = await time(() => queue.decideAll());
    const { whole: expire, longestTurn } = await queue.expire();
    const timers = await countTimers(() => queue.hold(actors, 1));
    return { calls, hold, list, decide, expire, longestTurn, timers };
  } finally {
    queue.close();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls that wait for people, with a clock that can be moved. */
class Queue {
  readonly #delivery: Delivery;
  readonly #approvals: Approvals;
  readonly #openCalls: OpenCalls;
  readonly #reader: ApprovalReader;
  #held: Approval[] = [];
  #now = Date.now();

  constructor({ audit, approvals: store }: Store) {
    const now = (): number => this.#now;
    this.#reader = store;
    const unwritten: Unwritten = new Set();
    this.#delivery = new Delivery({ store: audit, unwritten, check: () => undefined, onFailure: raise });
    const list = new ApprovalList({
      store,
      unwritten,
      now,
      record: (entry, recorded) => void this.#delivery.record(entry, recorded),
      onHeld: (approval) => void this.#held.push(approval),
    });
    this.#approvals = new Approvals({
      list,
      now,
      times: () => ({ expires_after: EXPIRES_AFTER, deny_for: EXPIRES_AFTER }),
      isGiven: () => true,
    });
    this.#openCalls = new OpenCalls(this.#approvals, now);
  }

  async hold(actors: number, callsOfEach: number): Promise<void> {
    for (let number = 0; number < actors * callsOfEach; number++) {
      const [approval] = this.#approvals.ask(toAsking(`actor ${number % actors}`, number));
      this.#openCalls.wait(approval, EXPIRES_AFTER, 200, () => undefined);
      this.#delivery.record({ ...emptyEntry('message', 'request'), outcome: 'hold', target: 'pay' });
      if (number % PER_TURN === PER_TURN - 1) await this.#delivery.drain();
    }
    await this.#delivery.drain();
  }

  list(limit: number): void {
    const { length } = this.#reader.list({ decided: false, limit });
    if (length !== limit) throw new Error(`${length} of ${limit} calls are listed`);
  }

  /** What is decided in one turn of the event loop is written together. */
  async decideAll(): Promise<void> {
    const decision = { kind: 'approve', standing: null } as const;
    const said = this.#held.map((held) =>
      this.#approvals.decide(
        { approval: held.id, print: fingerprintOf(held), decision, by: 'anna', at: this.#now, signature: null },
        DECIDER,
        this.#now,
      ),
    );
    await Promise.all(said);
  }

  async expire(): Promise<{ whole: Took; longestTurn: Took }> {
    this.#now += EXPIRES_AFTER * 1000;
    const turns: Took[] = [];
    const whole = await time(async () => {
      for (let left = this.#held.length; left > 0; left = this.#reader.list({ decided: false, limit: 1 }).length) {
        turns.push(await time(() => this.#sweep()));
        await nextTurn();
      }
    });
    const longest = (key: keyof Took): number => Math.max(...turns.map((turn) => turn[key]));
    return { whole, longestTurn: { wall: longest('wall'), cpu: longest('cpu') } };
  }

  close(): void {
    this.#openCalls.close();
    this.#approvals.close();
  }

  async #sweep(): Promise<void> {
    this.#approvals.sweep();
    await this.#delivery.drain();
  }
}

function toAsking(actor: string, number: number): Parameters<Approvals['ask']>[0] {
  const hash = number.toString(16).padStart(64, '0');
  return {
    actor,
    server: 'bank',
    call: {
      tool: 'pay',
      shown: JSON.stringify({ arguments: { to: `account ${number}`, amount: '12.50', note: 'rent of this month' } }),
      binding: hash,
      resumes: hash,
      rest: hash,
      leaves: { '/to': hash, '/amount': `amount:${hash}`, '/note': hash },
      state: null,
      policy: hash,
    },
    definition: hash,
    cost: { amount: 12_500_000n, currency: 'USD' },
    reasons: [{ rule: 'servers.bank.policy.spend.require_approval_above', why: 'it costs more than 10.00 USD' }],
  };
}

function raise(error: unknown): never {
  throw error;
}

async function countTimers(step: () => Promise<void>): Promise<number> {
  let count = 0;
  const hook = createHook({ init: (_, type) => (count += Number(type === 'Timeout')) }).enable();
  await step();
  hook.disable();
  return count;
}

async function time(step: () => void | Promise<void>): Promise<Took> {
  const [began, cpuBegan] = [performance.now(), readCpuTime()];
  await step();
  return { wall: performance.now() - began, cpu: (readCpuTime() - cpuBegan) / 1000 };
}

function toText(rounds: readonly ApprovalTimes[]): string {
  const calls = rounds[0]?.calls ?? NaN;
  const row = (what: string, pick: (times: ApprovalTimes) => Took, of = 1): string[] => [
    what,
    ...(['wall', 'cpu'] as const).map((key) =>
      toNumber(median(rounds.map((times) => pick(times)[key])) / of, of > 1 ? 3 : 1),
    ),
  ];
  const rows = [
    ['', 'ms', 'ms of CPU'],
    row(`hold ${toNumber(calls)} calls, each`, ({ hold }) => hold, calls),
    row('list them all', ({ list }) => list),
    row('approve them all', ({ decide }) => decide),
    row('approve them all, each', ({ decide }) => decide, calls),
    row('let them all expire', ({ expire }) => expire),
    row('let them all expire, the longest turn', ({ longestTurn }) => longestTurn),
  ];
  return `medians of ${rounds.length} rounds\n${toTable(rows)}\ntimers for ${ACTORS} calls that are kept open: ${Math.max(...rounds.map(({ timers }) => timers))}\n`;
}
