import { GuardError } from '@mcp-guard/core';
import { describe, expect, it, vi } from 'vitest';
import { block, PASS, type Interceptor, type Verdict } from '../src/interceptor.js';
import { Pipeline, untouched, type Judgement } from '../src/pipeline.js';
import { contextOf } from './support/context.js';
import { CALL, FREE } from './support/pipeline.js';
import { read } from './support/read.js';

const MESSAGE = read({ id: 1, method: 'tools/call', params: { name: 'read', n: 1 } });
const NO = new GuardError('POLICY_DENIED', 'no', { rule: 'here' });

const judge = (hook: (name: unknown) => Verdict): Interceptor => ({
  name: 'judge',
  toServer: (message) => hook('params' in message ? message.params?.['name'] : undefined),
});
const rename = (value: string): Verdict => ({
  kind: 'rewrite',
  edits: [{ path: ['params', 'name'], value }],
  note: `named ${value}`,
});

const create = (interceptors: readonly Interceptor[]): Pipeline =>
  new Pipeline({
    interceptors,
    maxDepth: 9,
    describe: (request) => ({ ...CALL, tool: JSON.stringify(request.params?.['name']) }),
  });

const run = (...interceptors: readonly Interceptor[]): Judgement =>
  create(interceptors).run('toServer', MESSAGE, contextOf(), FREE);

describe('the pipeline', () => {
  it('passes a message on unchanged if no interceptor objects', () => {
    expect(
      run(
        judge(() => PASS),
        { name: 'other way', toClient: () => block(NO) },
      ),
    ).toEqual(untouched(MESSAGE));
  });

  it('shows each interceptor the message as the earlier ones rewrote it', () => {
    const seen: unknown[] = [];
    const spy = judge((name) => {
      seen.push(name);
      return PASS;
    });
    const outcome = run(
      spy,
      judge(() => rename('a')),
      spy,
      judge(() => rename('b')),
      spy,
    );
    expect(seen).toEqual(['read', 'a', 'b']);
    expect(outcome).toMatchObject({ rewritten: true, notes: ['named a', 'named b'] });
    expect(outcome.refusal).toBeUndefined();
    expect(outcome.message.bytes.toString()).toBe(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"b","n":1}}',
    );
  });

  it.each<[string, () => Verdict, string]>([
    ['blocks', () => block(NO), 'POLICY_DENIED'],
    [
      'throws',
      () => {
        throw new TypeError('x of undefined');
      },
      'INTERNAL',
    ],
    [
      'throws a refusal',
      () => {
        throw NO;
      },
      'POLICY_DENIED',
    ],
    ['turns the message into another kind', () => ({ kind: 'rewrite', edits: edit('id'), note: '' }), 'INTERNAL'],
    ['writes a second reading', () => ({ kind: 'rewrite', edits: edit('Method', 'x'), note: '' }), 'INTERNAL'],
  ])('ends with the first one that %s', async (_, verdict, code) => {
    const after = vi.fn<() => Verdict>(() => PASS);
    const { refusal } = run(judge(verdict), judge(after));
    expect(refusal).toMatchObject({ code });
    expect(after).not.toHaveBeenCalled();
  });
});

describe('a trace of the pipeline', () => {
  const traced = (goOn: boolean, ...interceptors: readonly Interceptor[]) => {
    const heard: string[] = [];
    const outcome = create(interceptors).run('toServer', MESSAGE, contextOf(), {
      ...FREE,
      goOn,
      trace: ({ name }, { kind }, message) =>
        heard.push(`${name} ${kind} ${JSON.stringify('params' in message && message.params?.['name'])}`),
    });
    return { heard, outcome };
  };
  const interceptors = [
    judge(() => PASS),
    judge(() => rename('a')),
    judge(() => block(NO)),
    judge(() => rename('b')),
    judge(() => {
      throw new TypeError('x of undefined');
    }),
    { name: 'other way', toClient: () => PASS },
  ];

  it('gets every verdict with the message before it, up to the first refusal', () => {
    const { heard, outcome } = traced(false, ...interceptors);
    expect(heard).toEqual(['judge pass "read"', 'judge rewrite "read"', 'judge block "a"']);
    expect(outcome).toMatchObject({ refusal: NO, notes: ['named a'] });
  });

  it('gets the verdicts after the first refusal if the run goes on, and the first refusal counts', () => {
    const { heard, outcome } = traced(true, ...interceptors);
    expect(heard.slice(3)).toEqual(['judge rewrite "a"', 'judge block "b"']);
    expect(outcome).toEqual(traced(false, ...interceptors).outcome);
  });
});

describe('the demands of interceptors', () => {
  const demand = (rule: string, amount?: bigint): Verdict => ({
    kind: 'demand',
    reasons: [{ rule, why: 'because' }],
    ...(amount !== undefined && {
      cost: { amount, currency: 'USD', caps: [], releasedOnError: false, amounts: [] },
    }),
  });

  it('are gathered, and the call is described as it will be sent', () => {
    const outcome = run(
      judge(() => demand('a')),
      judge(() => rename('b')),
      judge(() => demand('c', 5n)),
    );
    expect(outcome).toMatchObject({
      demand: { reasons: [{ rule: 'a' }, { rule: 'c' }], cost: { amount: 5n }, call: { tool: '"b"' } },
    });
  });

  it('are dropped if the message is refused: no person is asked', () => {
    expect(
      run(
        judge(() => demand('a')),
        judge(() => block(NO)),
      ),
    ).toEqual({ ...untouched(MESSAGE), refusal: NO });
  });

  it('are absent if no interceptor has any', () => {
    expect(run(judge(() => PASS))).toEqual(untouched(MESSAGE));
  });
});

/** Removes a member of the envelope, or adds one. */
function edit(key: string, value?: string) {
  return [{ path: [key], value }];
}
