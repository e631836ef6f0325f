import { describe, expect, it } from 'vitest';
import { ThreadQueue, type Owner, type Turn } from '../../src/large/thread-queue.js';

const ownerOf = (session: string, server = `server of ${session}`): Owner => ({
  session,
  server,
  direction: 'toClient',
});

/** Threads on a clock that the test moves, and whose turns have begun and not ended. */
class Machine {
  now = 0;
  readonly running = new Map<string, Turn>();
  readonly #queue: ThreadQueue;

  constructor(size: number) {
    this.#queue = new ThreadQueue(size, () => this.now);
  }

  async ask(name: string, owner: Owner = ownerOf(name), bytes = 200_000): Promise<string | undefined> {
    let refusal: string | undefined;
    void this.#queue.take(owner, bytes).then(
      (turn) => this.running.set(name, turn),
      (error: unknown) => (refusal = String(error)),
    );
    await this.settle();
    return refusal;
  }

  async end(name: string, isFault = false): Promise<void> {
    const turn = this.running.get(name);
    if (!turn) throw new Error(`${name} does not run`);
    this.running.delete(name);
    this.#queue.end(turn, isFault);
    await this.settle();
  }

  limitFor(owner: Owner): number {
    return this.#queue.limitFor(owner, 8000);
  }

  get names(): readonly string[] {
    return [...this.running.keys()];
  }

  /** Lets promises that wait for nothing else be heard. */
  async settle(): Promise<void> {
    for (let round = 0; round < 5; round++) await Promise.resolve();
  }
}

describe('a thread', () => {
  it('is given at once while some are free', async () => {
    const machine = new Machine(2);
    await machine.ask('a');
    await machine.ask('b');
    await machine.ask('c');
    expect(machine.names).toEqual(['a', 'b']);
    await machine.end('a');
    expect(machine.names).toEqual(['b', 'c']);
  });

  it('is given to the session that has used threads least, not to the one that asked first', async () => {
    const machine = new Machine(2);
    await machine.ask('held', ownerOf('other'));
    await machine.ask('flood 1', ownerOf('flood'));
    for (const n of [2, 3, 4]) await machine.ask(`flood ${n}`, ownerOf('flood'));
    machine.now = 9000;
    await machine.ask('victim');
    await machine.end('flood 1');
    expect(machine.names).toEqual(['held', 'victim']);
  });

  it('is given to another server first, however new the sessions are that a flood comes from', async () => {
    const machine = new Machine(2);
    await machine.ask('held', ownerOf('other'));
    for (const n of [1, 2, 3]) await machine.ask(`flood ${n}`, ownerOf(`flood ${n}`, 'evil'));
    machine.now = 9000;
    await machine.end('flood 1');
    await machine.ask('victim');
    machine.now = 18_000;
    await machine.end('flood 2');
    expect(machine.names).toEqual(['held', 'victim']);
  });

  it('is left for others by one session and by one way of a server', async () => {
    const machine = new Machine(3);
    for (const n of [1, 2, 3]) await machine.ask(`session ${n}`, ownerOf('s', `server ${n}`));
    expect(machine.names).toEqual(['session 1', 'session 2']);
    await machine.ask('victim');
    expect(machine.names).toEqual(['session 1', 'session 2', 'victim']);

    const other = new Machine(3);
    for (const n of [1, 2, 3]) await other.ask(`server ${n}`, ownerOf(`session ${n}`, 'evil'));
    expect(other.names).toEqual(['server 1', 'server 2']);
    await other.ask('to it', { ...ownerOf('session 4', 'evil'), direction: 'toServer' });
    expect(other.names).toEqual(['server 1', 'server 2', 'to it']);
  });

  it('is not waited for by more than a few messages of one session', async () => {
    const machine = new Machine(2);
    const refusals: (string | undefined)[] = [];
    for (let n = 0; n < 10; n++) refusals.push(await machine.ask(`flood ${n}`, ownerOf('flood')));
    expect(refusals.slice(0, 9)).toEqual(Array.from({ length: 9 }));
    expect(refusals[9]).toMatch('too many messages of this session wait');
    expect(await machine.ask('victim')).toBeUndefined();
  });
});

describe('threads together', () => {
  it('hold one message of more than 4 MiB at a time, and smaller ones go on meanwhile', async () => {
    const machine = new Machine(3);
    const huge = 5_000_000;
    await machine.ask('huge 1', ownerOf('a'), huge);
    await machine.ask('huge 2', ownerOf('b'), huge);
    await machine.ask('small');
    expect(machine.names).toEqual(['huge 1', 'small']);
    await machine.end('huge 1');
    expect(machine.names).toEqual(['small', 'huge 2']);
  });
});

describe('the time for a message', () => {
  it('is halved for each thread that had to be ended for its session, down to an eighth', async () => {
    const machine = new Machine(2);
    const limits: number[] = [];
    for (let n = 0; n < 5; n++) {
      limits.push(machine.limitFor(ownerOf('flood')));
      await machine.ask('flood');
      await machine.end('flood', true);
    }
    expect(limits).toEqual([8000, 4000, 2000, 1000, 1000]);
    expect(machine.limitFor(ownerOf('victim'))).toBe(8000);
    machine.now = 3_600_000;
    expect(machine.limitFor(ownerOf('flood'))).toBe(8000);
  });

  it('is halved for a server that a new session names', async () => {
    const machine = new Machine(2);
    await machine.ask('flood', ownerOf('s1', 'evil'));
    await machine.end('flood', true);
    expect(machine.limitFor(ownerOf('s2', 'evil'))).toBe(4000);
    expect(machine.limitFor({ ...ownerOf('s2', 'evil'), direction: 'toServer' })).toBe(8000);
  });
});
