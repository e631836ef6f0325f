import { GuardError } from '@mcp-guard/core';
import { describe, expect, it, vi } from 'vitest';
import { block, PASS, type Interceptor, type Verdict } from '../src/interceptor.js';
import { Pipeline, type Outcome } from '../src/pipeline.js';
import { contextOf } from './support/context.js';
import { CALL, UNUSED } from './support/pipeline.js';
import { read } from './support/read.js';

const MESSAGE = read({ id: 1, method: 'tools/call', params: { name: 'read', n: 1 } });
const NO = new GuardError('POLICY_DENIED', 'no', { rule: 'here' });

const judge = (hook: (name: unknown) => Verdict | Promise<Verdict>): Interceptor => ({
  name: 'judge',
  toServer: (message) => hook('params' in message ? message.params?.['name'] : undefined),
});
const rename = (value: string): Verdict => ({
  kind: 'rewrite',
  edits: [{ path: ['params', 'name'], value }],
  note: `named ${value}`,
});

const run = (...interceptors: readonly Interceptor[]): Outcome | Promise<Outcome> =>
  new Pipeline({
    interceptors,
    maxDepth: 9,
    timeout: 1000,
    ...UNUSED,
    describe: (question) => ({ ...CALL, tool: JSON.stringify(question.params?.['name']) }),
  }).run('toServer', MESSAGE, contextOf());

describe('the pipeline', () => {
  it('passes a message on as it came, without a promise, where nobody objects', () => {
    expect(
      run(
        judge(() => PASS),
        { name: 'other way', toClient: () => block(NO) },
      ),
    ).toMatchObject({
      message: MESSAGE,
      rewritten: false,
      refusal: undefined,
      held: false,
    });
  });

  it('shows each interceptor what the ones before it made of the message', async () => {
    const seen: unknown[] = [];
    const spy = judge((name) => {
      seen.push(name);
      return PASS;
    });
    const outcome = await run(
      spy,
      judge(() => rename('a')),
      spy,
      judge(() => Promise.resolve(rename('b'))),
      spy,
    );
    expect(seen).toEqual(['read', 'a', 'b']);
    expect(outcome).toMatchObject({ rewritten: true, notes: ['named a', 'named b'], refusal: undefined });
    expect(outcome.message.bytes.toString()).toBe(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"b","n":1}}',
    );
  });

  it.each<[string, () => Verdict | Promise<Verdict>, string]>([
    ['blocks', () => block(NO), 'POLICY_DENIED'],
    ['blocks later', () => Promise.resolve(block(NO)), 'POLICY_DENIED'],
    [
      'throws',
      () => {
        throw new TypeError('x of undefined');
      },
      'INTERNAL',
    ],
    ['rejects', () => Promise.reject(new Error('x')), 'INTERNAL'],
    ['throws a refusal', () => Promise.reject(NO), 'POLICY_DENIED'],
    ['turns the message into another kind', () => ({ kind: 'rewrite', edits: edit('id'), note: '' }), 'INTERNAL'],
    ['writes a second reading', () => ({ kind: 'rewrite', edits: edit('Method', 'x'), note: '' }), 'INTERNAL'],
  ])('ends with the first one that %s', async (_, verdict, code) => {
    const after = vi.fn<() => Verdict>(() => PASS);
    const { refusal } = await run(judge(verdict), judge(after));
    expect(refusal).toMatchObject({ code });
    expect(after).not.toHaveBeenCalled();
  });

  it('refuses what is decided too late, and does not wait for the decision', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const late = Promise.withResolvers<Verdict>();
      const outcome = run(judge(() => late.promise));
      await vi.advanceTimersByTimeAsync(1000);
      expect(await outcome).toMatchObject({ refusal: { code: 'INTERNAL', message: 'the decision took too long' } });
      late.reject(new Error('nobody listens any more'));
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves no timer behind for what is decided in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await run(judge(() => Promise.resolve(PASS)));
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('what interceptors demand', () => {
  const demand = (rule: string, amount?: bigint): Verdict => ({
    kind: 'demand',
    reasons: [{ rule, why: 'because' }],
    ...(amount !== undefined && {
      cost: { amount, currency: 'USD', caps: [], releasedOnError: false, amounts: [] },
    }),
  });

  it('is gathered, and the call described as it will be sent', async () => {
    const outcome = await run(
      judge(() => demand('a')),
      judge(() => rename('b')),
      judge(() => Promise.resolve(demand('c', 5n))),
    );
    expect(outcome).toMatchObject({
      refusal: undefined,
      reasons: [{ rule: 'a' }, { rule: 'c' }],
      cost: { amount: 5n },
      call: { tool: '"b"' },
    });
  });

  it('is nothing where the message is refused: nobody is asked', async () => {
    expect(
      await run(
        judge(() => demand('a')),
        judge(() => block(NO)),
      ),
    ).toMatchObject({ refusal: NO, call: undefined });
  });

  it('is nothing where nobody demands anything', () => {
    expect(run(judge(() => PASS))).toMatchObject({ call: undefined, reasons: [], cost: undefined });
  });
});

/** Removes a member of the envelope, or adds one. */
function edit(key: string, value?: string) {
  return [{ path: [key], value }];
}
