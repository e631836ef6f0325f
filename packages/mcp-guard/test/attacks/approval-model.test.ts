import type { ApprovalView, Decision } from '@mcp-guard/core';
import { asyncProperty } from 'fast-check';
import { expect, it } from 'vitest';
import { assertInRounds, rounds } from '../../../core/test/support/rounds.js';
import {
  CAP,
  costOf,
  isSame,
  needsPerson,
  play,
  toArguments,
  toPolicy,
  type Call,
  type PlayOf,
  type PolicyName,
  type Reply,
  type Step,
} from '../support/approval-plays.ts';
import { decide, listApprovals } from '../support/approvals.ts';
import { untilGone } from '../support/processes.ts';
import { expectIntactRecord } from '../support/record.ts';
import { readStatus } from '../support/status.ts';
import { until } from '../support/until.ts';
import type { WireEnd } from '../support/wire-end.ts';
import { initialize, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireOptions, type WireSession } from '../support/wire.ts';

const RUNS = Number(process.env['MCP_GUARD_TEST_RUNS'] ?? 6);
/** The same runs every time, unless others are asked for. */
const SEED = Number(process.env['MCP_GUARD_TEST_SEED'] ?? 5);

/** What is known of a call that was held, by what people were told and said. */
interface Asked {
  readonly id: string;
  readonly call: Call;
  readonly policy: PolicyName;
  readonly definition: number;
  state: 'pending' | 'approved' | 'standing' | 'denied' | 'over';
  /** Unix milliseconds, at the latest. */
  until: number;
  same: readonly string[] | null;
  uses: number;
  used: number;
  spent: number;
}

interface Sent {
  readonly id: string;
  readonly call: Call;
  readonly at: number;
  readonly reply: Reply;
  /** The server has it. */
  hasReached: boolean;
  /** What was said about it when it had reached the server has been checked. */
  isChecked: boolean;
  /** The client has its answer, or waits no more. */
  isOver: boolean;
  hasCostNothing: boolean;
}

/** A daemon to which anything may happen, and what must be true of it all the same. */
class Play {
  readonly #wire: Wire;
  readonly #options: PlayOf;
  #session: WireSession;
  #policy: PolicyName = 'p1';
  /** What the server says of its tools; 0 is nothing. */
  #definition = 0;
  readonly #asked: Asked[] = [];
  readonly #calls: Sent[] = [];
  /** Answers to what costs nothing, by id. */
  readonly #asks = new Map<string, 'result' | 'error'>();
  #askedFor = 0;
  #marks = 0;
  #seenMark = 0;
  /** Paid calls that were open when a daemon was killed. */
  #lost = 0;
  /** What was used by calls of which nobody knows whether they were sent. */
  #tolerated = 0;

  private constructor(wire: Wire, session: WireSession, options: PlayOf) {
    this.#wire = wire;
    this.#session = session;
    this.#options = options;
    this.#listen(session);
  }

  static async open(wire: Wire, options: PlayOf): Promise<Play> {
    return new Play(wire, await connect(wire), options);
  }

  /** How many calls reached the server because a person let them. */
  get used(): number {
    return this.#asked.reduce((sum, asked) => sum + asked.used, 0);
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'call':
        await this.#call(step.reply, step.call);
        break;
      case 'burst':
        await this.#call(step.reply, ...step.calls);
        break;
      case 'again':
        await this.#again(step.which, step.reply);
        break;
      case 'decide':
        await this.#decide(step);
        break;
      case 'cancel':
        this.#cancel(step.which);
        break;
      case 'expire':
        if (this.#options.expiresAfter === 1) await this.#expire();
        break;
      case 'reconnect':
        await this.#reconnect();
        break;
      case 'stop':
        await this.#wire.guard.run('stop');
        await this.#reconnect();
        break;
      case 'list':
        await this.#list(step.version);
        break;
      case 'reload':
        await this.#reload(step.policy);
        break;
      case 'kill':
        await this.#kill(step.during);
    }
    await this.check();
  }

  async close(): Promise<void> {
    await this.check();
    await this.#session.close();
  }

  async check(): Promise<void> {
    const views = await listApprovals(this.#wire.guard, true);
    this.#learn(views);
    const used = views.flatMap((view) => this.#usesOf(view));
    const reached = this.#calls.filter((call) => call.hasReached && !call.isChecked);
    for (const sent of reached) {
      sent.isChecked = true;
      if (!needsPerson(sent.call)) continue;
      const at = used.findIndex((asked) => admits(asked, sent, this.#policy, this.#definition));
      const [by] = at < 0 ? [] : used.splice(at, 1);
      if (!by) throw new Error(`nobody let ${JSON.stringify(sent.call)} pass`);
      use(by, sent.call);
    }
    for (const asked of used) use(asked, asked.call);
    expect(used.length, 'what was used was sent, but for calls that died with the daemon').toBeLessThanOrEqual(
      this.#tolerated,
    );
    this.#tolerated = 0;
    const spent = this.#calls.filter(({ hasReached, hasCostNothing }) => hasReached && !hasCostNothing);
    expect(spent.reduce((sum, { call }) => sum + costOf(call), 0)).toBeLessThanOrEqual(CAP);
  }

  /** Resolves when each of them is answered, with a server that gives no answer, or waits for a person. */
  async #call(reply: Reply, ...calls: readonly Call[]): Promise<void> {
    const sent = calls.map((call) => this.#send(call, reply));
    await until('every call has gone somewhere', async () => {
      const left = sent.filter((one) => !one.isOver && !(one.hasReached && reply === 'silence'));
      if (left.length === 0 || this.#options.wait === 0) return left.length === 0;
      const waiting = (await listApprovals(this.#wire.guard)).filter(({ state }) => state === 'pending').map(toCall);
      return left.every(({ call }) => waiting.some((one) => isSame(one, call)));
    });
    await this.#reachServer();
  }

  /** What was let through before is with the server, too. */
  async #reachServer(): Promise<void> {
    const mark = (this.#marks += 1);
    const params = { progressToken: 'mark', progress: mark };
    this.#session.client.send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params }));
    await until('the server has heard everything', () => this.#seenMark === mark);
  }

  #send(call: Call, reply: Reply): Sent {
    const id = `call-${this.#calls.length}`;
    const flags = { hasReached: false, isChecked: false, isOver: false, hasCostNothing: false };
    const sent: Sent = { id, call, reply, at: Date.now(), ...flags };
    this.#calls.push(sent);
    const params = { name: call.tool, arguments: toArguments(call) };
    this.#session.client.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }));
    return sent;
  }

  async #again(which: number, reply: Reply): Promise<void> {
    const asked = this.#pick(which);
    if (asked) await this.#call(reply, asked.call);
  }

  #pick(which: number): Asked | undefined {
    return this.#asked.at(-1 - (which % Math.max(1, this.#asked.length)));
  }

  async #decide({ which, wish, uses, isToSame }: Extract<Step, { kind: 'decide' }>): Promise<void> {
    const asked = this.#pick(which);
    if (!asked) return;
    const same = isToSame ? ['/to'] : null;
    const standing = wish === 'stand' ? { for: 600, maxUses: uses, same } : null;
    const decision: Decision =
      wish === 'stand' || wish === 'approve' ? { kind: 'approve', standing } : { kind: wish, why: null };
    const said = await decide(this.#wire.guard, asked.id, decision);
    if ('code' in said) return;
    // Nobody may decide twice, nor about what is over.
    expect(asked.state === 'pending').toBe(wish !== 'revoke');
    expect(asked.state).not.toBe('over');
    asked.state = ({ approve: 'approved', stand: 'standing', deny: 'denied', revoke: 'over' } as const)[wish];
    Object.assign(asked, { same, uses: wish === 'stand' ? uses : 1 });
    asked.until = Date.now() + (wish === 'stand' ? 600 : this.#options.expiresAfter) * 1000;
    const waiting = this.#calls.filter((sent) => !sent.isOver && !sent.hasReached && isSame(sent.call, asked.call));
    await until('those that waited for it go on', () => waiting.every((sent) => sent.isOver || sent.hasReached));
  }

  /** A call that waits for a person, or one that is with the server. */
  #cancel(which: number): void {
    const open = this.#calls.filter(({ isOver }) => !isOver);
    const sent = open[which % Math.max(1, open.length)];
    if (!sent) return;
    sent.isOver = true;
    const params = { requestId: sent.id };
    this.#session.client.send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params }));
  }

  async #expire(): Promise<void> {
    const isLeft = ({ state }: ApprovalView): boolean => state === 'pending' || state === 'approved';
    await until('everything has expired', async () => !(await listApprovals(this.#wire.guard)).some(isLeft));
  }

  async #reconnect(): Promise<void> {
    await this.#session.close();
    for (const sent of this.#calls) sent.isOver = true;
    this.#session = await connect(this.#wire);
    this.#listen(this.#session);
  }

  async #list(version: number): Promise<void> {
    this.#definition = version;
    await this.#ask('tools/list', {});
  }

  async #reload(policy: PolicyName): Promise<void> {
    await this.#wire.configure(toOptions(this.#options, policy));
    await until(
      `${policy} is in force`,
      async () => (await this.#ask('tools/call', { name: `in_${policy}` })) === 'result',
    );
    this.#policy = policy;
  }

  /** Asks the server something that costs nothing. Resolves with what comes: `result` or `error`. */
  async #ask(method: string, params: object): Promise<string> {
    const id = `ask-${(this.#askedFor += 1)}`;
    this.#session.client.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return until(`${id} is answered`, () => this.#asks.get(id));
  }

  async #kill(during: Call | undefined): Promise<void> {
    const { guard } = this.#wire;
    const open = (): number =>
      this.#calls.filter((sent) => sent.hasReached && !sent.isOver && costOf(sent.call) > 0).length;
    if (during) this.#send(during, 'silence');
    const before = open();
    process.kill(Number(await guard.daemonPid()), 'SIGKILL');
    await this.#session.exit;
    await untilGone(guard.home);
    const after = open();
    this.#tolerated = during ? 1 : 0;
    await this.#reconnect();
    const lost = (await readStatus(guard)).spend.lost.length - this.#lost;
    expect(lost).toBeGreaterThanOrEqual(before);
    expect(lost).toBeGreaterThanOrEqual(after);
    expect(lost).toBeLessThanOrEqual(before + (during ? 1 : 0));
    this.#lost += lost;
  }

  /** Calls that people are asked about since the last step. */
  #learn(views: readonly ApprovalView[]): void {
    for (const view of views.toReversed()) {
      if (this.#asked.some(({ id }) => id === view.id)) continue;
      const seen = { state: 'pending', until: 0, same: null, uses: 1, used: 0, spent: 0 } as const;
      const [policy, definition] = [this.#policy, this.#definition];
      this.#asked.push({ id: view.id, call: toCall(view), policy, definition, ...seen });
    }
  }

  /** What was used since the last step, as often as it was. */
  #usesOf({ id, state, standing }: ApprovalView): readonly Asked[] {
    const asked = this.#asked.find((one) => one.id === id);
    const used = standing ? standing.uses : Number(state === 'used');
    return asked ? Array.from({ length: used - asked.used }, () => asked) : [];
  }

  #listen(session: WireSession): void {
    void read(session.server, (message) => this.#onServer(session, message));
    void read(session.client, (message) => this.#onClient(message));
  }

  #onServer({ server }: WireSession, { id, method }: Record<string, unknown>): void {
    if (method === 'notifications/progress') this.#seenMark += 1;
    const sent = this.#calls.find((one) => one.id === id);
    const tell = (more: object): void => server.send(JSON.stringify({ jsonrpc: '2.0', id, ...more }));
    if (sent) {
      expect(sent.hasReached, 'a call is sent once').toBe(false);
      sent.hasReached = true;
      if (sent.reply === 'result') tell({ result: { content: [] } });
      if (sent.reply === 'unknown') tell({ error: { code: -32_602, message: 'no' } });
    } else if (method === 'tools/list') tell({ result: { tools: TOOLS.map((name) => this.#toTool(name)) } });
    else if (id !== undefined) tell({ result: { content: [] } });
  }

  #toTool(name: string): object {
    return { name, description: `version ${this.#definition}`, inputSchema: { type: 'object' } };
  }

  #onClient(message: Record<string, unknown>): void {
    const { id } = message;
    if (typeof id !== 'string') return;
    const sent = this.#calls.find((one) => one.id === id);
    if (!sent) return void this.#asks.set(id, 'result' in message ? 'result' : 'error');
    sent.hasCostNothing = sent.hasReached && sent.reply === 'unknown' && !sent.isOver;
    sent.isOver = true;
  }
}

const TOOLS = ['pay', 'wipe', 'read'];

function admits(asked: Asked, { call, at }: Sent, policy: PolicyName, definition: number): boolean {
  if (asked.policy !== policy || asked.definition !== definition || asked.until < at) return false;
  if (asked.state === 'approved') return isSame(asked.call, call);
  return asked.state === 'standing' && asked.call.tool === call.tool && asked.call.to === call.to;
}

function use(asked: Asked, call: Call): void {
  asked.used += 1;
  asked.spent += costOf(call);
  expect(asked.used).toBeLessThanOrEqual(asked.uses);
  expect(asked.spent).toBeLessThanOrEqual(costOf(asked.call) * asked.uses);
  if (asked.used === asked.uses) asked.state = 'over';
}

function toCall({ tool, call }: ApprovalView): Call {
  const { to, amount = 0 }: { to: string; amount?: number } = JSON.parse(call).arguments;
  if (tool !== 'pay' && tool !== 'wipe') throw new Error(`nobody is asked about ${tool}`);
  return { tool, to, amount };
}

async function read(end: WireEnd, take: (message: Record<string, unknown>) => void): Promise<void> {
  for (;;) {
    const line = await end.next().catch(() => undefined);
    if (line === undefined) return;
    take(toObject(line));
  }
}

async function connect(wire: Wire): Promise<WireSession> {
  const session = await wire.connect();
  await initialize(session, { capabilities: { tools: {} } });
  return session;
}

const toOptions = ({ wait, expiresAfter }: PlayOf, policy: PolicyName): WireOptions => ({
  policy: toPolicy(policy),
  config: { approvals: { wait, expires_after: expiresAfter } },
});

// Threats 6, 19, 23 and 26
it('in any order of events only approved calls reach the server, once each, and no cap is exceeded', async () => {
  let used = 0;
  await assertInRounds(
    asyncProperty(play, async (options) => {
      await using wire = await createWire(toOptions(options, 'p1'));
      const run = await Play.open(wire, options);
      for (const step of options.steps) await run.take(step);
      await run.close();
      await expectIntactRecord(wire.guard);
      used += run.used;
    }),
    RUNS,
    SEED,
  );
  expect(used).toBeGreaterThan(rounds(RUNS) / 2);
}, 180_000);
