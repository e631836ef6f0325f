import { parseJson } from '@mcp-guard/core';
import { layersOf } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { formatMoney } from '../../src/spend/money.js';
import { SpendRules, type SpendVerdict } from '../../src/spend/spend.js';
import { parse } from '../../../policy/test/parse.js';
import { configOf } from '../../../policy/test/config-of.js';

/** What the rules of a server (and of the whole configuration) say of a call, as JSON text of its params. */
function judge(spend: object, params: string, rest: object = {}, tool: 'named' | 'none' = 'named'): SpendVerdict {
  const config = configOf({ servers: { bank: { command: 'x', policy: { spend } } }, ...rest });
  const server = config.servers['bank'];
  if (!server) throw new Error('no server');
  const bytes = Buffer.from(`{"params":${params}}`);
  const parsed = parseJson(params);
  const name = typeof parsed === 'object' && parsed !== null && 'name' in parsed ? parsed['name'] : undefined;
  return new SpendRules(layersOf(config, server, [])).judge({
    tool: tool === 'none' ? undefined : name,
    params: parsed,
    bytes,
  });
}

const PAY = { tools: { pay: { amount: '/amount' } } };
const call = (given: string, more = ''): string => `{"name":"pay","arguments":${given}${more}}`;
const costOf = (verdict: SpendVerdict): string | undefined =>
  verdict.kind === 'costs' ? formatMoney(verdict.cost.amount, verdict.cost.currency) : undefined;

describe('the price of a call', () => {
  it.each([
    ['{"amount":12.5}', '12.50'],
    ['{"amount":"12.50"}', '12.50'],
    ['{"amount":0}', '0.00'],
    ['{"amount":0.004}', '0.01'],
  ])('stands in its arguments: %s', (given, cost) => {
    expect(costOf(judge(PAY, call(given)))).toBe(cost);
  });

  it('is the sum of several amounts', () => {
    const spend = { tools: { pay: { amount: '/payments/*/amount' } } };
    expect(costOf(judge(spend, call('{"payments":[{"amount":1},{"amount":"2.5"}]}')))).toBe('3.50');
  });

  it('can be fixed by the policy', () => {
    expect(costOf(judge({ tools: { 'p*': { price: 0.002 } } }, call('{}')))).toBe('0.002');
  });

  it('is the highest one that several lines name', () => {
    const rest = { spend: { tools: { '*': { price: 3 } } } };
    expect(costOf(judge(PAY, call('{"amount":2}'), rest))).toBe('3.00');
    expect(costOf(judge(PAY, call('{"amount":4}'), rest))).toBe('4.00');
  });

  it('is nothing for other tools', () => {
    expect(judge(PAY, '{"name":"read","arguments":{"amount":5}}')).toEqual({ kind: 'free' });
  });

  it.each(['PAY', 'pay​', 'ｐay', ' pay'])('counts in every spelling of the tool (%j)', (name) => {
    expect(costOf(judge(PAY, JSON.stringify({ name, arguments: { amount: 5 } })))).toBe('5.00');
  });

  // Threats 24 and 25
  it.each([
    ['{}', 'must be given'],
    ['{"amount":-5}', 'is not a number'],
    ['{"amount":null}', 'is not a number'],
    ['{"amount":true}', 'is not a number'],
    ['{"amount":[5]}', 'is not a number'],
    ['{"amount":"NaN"}', 'is not a number'],
    ['{"amount":"1e3"}', 'is not a number'],
    ['{"amount":1e3}', 'is not a number'],
    ['{"amount":"five"}', 'is not a number'],
    ['{"amount":9007199254740993}', 'is not a number'],
    ['{"amount":5,"Amount":500}', 'cannot be read'],
    ['{"Amount":5}', 'cannot be read'],
    ['"amount=5"', 'cannot be read'],
    ['[5]', 'cannot be read'],
  ])('is refused if it is unclear: %s', (given, why) => {
    expect(judge(PAY, call(given))).toMatchObject({
      kind: 'refused',
      code: 'POLICY_DENIED',
      rule: 'servers.bank.policy.spend.tools.pay',
      why: expect.stringContaining(why) as unknown,
    });
  });

  it('is refused if one of several amounts is missing', () => {
    const spend = { tools: { pay: { amount: '/payments/*/amount' } } };
    expect(judge(spend, call('{"payments":[{"amount":1},{}]}'))).toMatchObject({ kind: 'refused' });
    expect(judge(spend, call('{"payments":[]}'))).toMatchObject({ kind: 'refused' });
  });
});

describe('the currency of a call', () => {
  const spend = { currency: 'EUR', tools: { pay: { amount: '/amount', currency: '/currency' } } };
  it.each(['EUR', 'eur'])('may be %s', (currency) => {
    expect(costOf(judge(spend, call(`{"amount":5,"currency":"${currency}"}`)))).toBe('5.00');
  });

  // Threat 25
  it.each([
    '{"amount":5,"currency":"USD"}',
    '{"amount":5}',
    '{"amount":5,"currency":7}',
    '{"amount":5,"currency":"ＥＵＲ"}',
  ])('is refused if it is another one, or missing: %s', (given) => {
    expect(judge(spend, call(given))).toMatchObject({ kind: 'refused', code: 'POLICY_DENIED' });
  });

  it('of a cap that counts another one refuses', () => {
    const rest = { spend: { currency: 'EUR', max_per_day: 100 } };
    expect(judge({ ...PAY, currency: 'USD' }, call('{"amount":5}'), rest)).toMatchObject({
      kind: 'refused',
      code: 'SPEND_LIMIT',
    });
    expect(costOf(judge(PAY, call('{"amount":5}'), rest))).toBe('5.00'); // the server's own is then the same
  });
});

describe('the caps for one call', () => {
  it.each([
    ['10', undefined],
    ['10.00', undefined],
    ['10.01', 'servers.bank.policy.spend.max_per_call'],
    ['10.000000001', 'servers.bank.policy.spend.max_per_call'],
  ])('max_per_call: 10 and an amount of %s', (amount, rule) => {
    const verdict = judge({ ...PAY, max_per_call: 10 }, call(`{"amount":${amount}}`));
    expect(verdict).toMatchObject(
      rule === undefined ? { kind: 'costs' } : { kind: 'refused', code: 'SPEND_LIMIT', rule },
    );
  });

  it('require_approval_above asks a person', () => {
    const asks = (amount: number) => judge({ ...PAY, require_approval_above: '10' }, call(`{"amount":${amount}}`));
    expect(asks(10)).toMatchObject({ kind: 'costs', reasons: [] });
    expect(asks(10.01)).toMatchObject({
      reasons: [{ rule: 'servers.bank.policy.spend.require_approval_above', why: 'it costs more than 10.00 USD' }],
    });
  });

  it('are passed on with the cost', () => {
    const verdict = judge({ ...PAY, max_per_hour: 10 }, call('{"amount":1}'), { spend: { max_per_day: '20.5' } });
    expect(verdict).toMatchObject({
      cost: {
        caps: [
          { rule: 'spend.max_per_day', limit: 20_500_000n, window: 'day' },
          { rule: 'servers.bank.policy.spend.max_per_hour', limit: 10_000_000n, window: 'hour' },
        ],
      },
    });
  });
});

describe('the vendor lists', () => {
  const tools = { pay: { amount: '/amount', vendor: '/to' } };
  const judged = (lists: object, to: string) => judge({ tools, ...lists }, call(`{"amount":1,"to":${to}}`)).kind;
  it.each([
    [{ block_vendors: ['evil*'] }, '"evil corp"', 'refused'],
    [{ block_vendors: ['evil*'] }, '"EVIL corp"', 'refused'],
    [{ block_vendors: ['evil*'] }, '"e\u200bvil"', 'refused'],
    [{ block_vendors: ['evil*'] }, '["evil"]', 'refused'],
    [{ block_vendors: ['evil*'] }, '"good"', 'costs'],
    [{ allow_vendors: ['good'] }, '"good"', 'costs'],
    [{ allow_vendors: ['good'] }, '"better"', 'refused'],
    [{ allow_vendors: ['*'], block_vendors: ['good'] }, '"good"', 'refused'],
    [{ allow_vendors: [] }, '"good"', 'refused'],
  ])('%j and %s: %s', (lists, to, kind) => {
    expect(judged(lists, to)).toBe(kind);
  });

  it('refuse an unclear vendor if there is an allow list', () => {
    expect(judge({ ...PAY, allow_vendors: ['good'] }, call('{"amount":1}'))).toMatchObject({ kind: 'refused' });
    expect(judge({ tools, block_vendors: ['x'] }, call('{"amount":1}'))).toMatchObject({ kind: 'refused' });
    expect(judge({ ...PAY, block_vendors: ['x'] }, call('{"amount":1}'))).toMatchObject({ kind: 'costs' });
  });
});

// Threat 7
describe('responses to a server’s requests', () => {
  const answered = (amount: string): string =>
    `,"inputResponses":{"q":{"action":"accept","content":{"amount":${amount}}}}`;
  it('count if they name more than the arguments', () => {
    expect(costOf(judge(PAY, call('{"amount":1}', answered('500'))))).toBe('500.00');
    expect(costOf(judge(PAY, call('{"amount":5}', answered('1'))))).toBe('5.00');
  });

  it.each(['"x"', '-1', '{}', 'null'])('that are unclear are refused: %s', (amount) => {
    expect(judge(PAY, call('{"amount":1}', answered(amount)))).toMatchObject({ kind: 'refused' });
  });

  it('that name no tool are read by every line, and cost nothing without an amount', () => {
    const update = (content: string) => `{"taskId":"t","inputResponses":{"q":{"content":${content}}}}`;
    expect(costOf(judge(PAY, update('{"amount":7}'), {}, 'none'))).toBe('7.00');
    expect(judge(PAY, update('{"note":"x"}'), {}, 'none')).toEqual({ kind: 'free' });
    expect(judge(PAY, '{"taskId":"t"}', {}, 'none')).toEqual({ kind: 'free' });
  });
});

it('a configuration without prices judges nothing', () => {
  const config = parse('servers: {a: {command: x, policy: {spend: {max_per_day: 5}}}}');
  expect(config.servers['a']?.policy.spend.max_per_day).toBe(5);
  const merged = configOf({ servers: { a: { command: 'x' } }, spend: { max_per_day: 5 } });
  const server = merged.servers['a'];
  expect(server && new SpendRules(layersOf(merged, server, [])).areNone).toBe(true);
});
