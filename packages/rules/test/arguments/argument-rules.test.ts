import { parseJson, isObject, type JsonObject } from '@mcp-guard/core';
import { layersOf, parseConfig } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { ArgumentRules, type ArgumentCall } from '../../src/arguments/arguments.js';
import { problemsOf } from '../../../policy/test/parse.js';

function rulesOf(...rules: readonly object[]) {
  const policy = { permissions: { arguments: rules } };
  const config = parseConfig(JSON.stringify({ servers: { bank: { command: 'x', policy } } }), 'f.yaml', new Map());
  const server = config.servers['bank'];
  if (!server) throw new Error('no server');
  return layersOf(config, server, []);
}

function callOf(params: string, tool?: ArgumentCall['tool']): ArgumentCall {
  const bytes = Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`);
  const message = parseJson(bytes.toString());
  const parsed: JsonObject = isObject(message) && isObject(message['params']) ? message['params'] : {};
  return { tool: tool === undefined ? parsed['name'] : tool, params: parsed, bytes, folders: ['/'], home: '/root' };
}

const PLACE = 'servers.bank.policy.permissions.arguments[0]';

/** Why a call of `pay` with these arguments, as JSON text, is refused. */
function whyNot(rule: object, given: string): string | undefined {
  const rules = new ArgumentRules(rulesOf({ tool: 'pay', ...rule }));
  const broken = rules.findBroken(callOf(`{"name":"pay","arguments":${given}}`));
  return broken[0]?.why;
}

const UNCLEAR = 'cannot be read in one way only';

describe('the operator one_of', () => {
  const rule = { path: '/a', one_of: ['x', 'Yes', 1, 0.1, true, null, '7'] };
  it.each(['"x"', '"Yes"', '1', '1.0', '10e-1', '0.1', '1E-1', 'true', 'null', '"7"', String.raw`"\u0078"`])(
    'holds for %s',
    (value) => {
      expect(whyNot(rule, `{"a":${value}}`)).toBeUndefined();
    },
  );

  it.each([
    '"X"',
    '"yes"',
    '"x "',
    '"x\u200b"',
    '"1"',
    '7',
    '1.0000000000000000001',
    '0.1000000000000000055511151231257827',
    'false',
    '0',
    '""',
    '["x"]',
    '{"x":"x"}',
    '[]',
  ])('does not hold for %s', (value) => {
    expect(whyNot(rule, `{"a":${value}}`)).toBe('the argument /a must be one of the values that the policy lists');
  });
});

describe('the operator matches', () => {
  const rule = { path: '/a', matches: ['ok-*', String.raw`^[a-z]+@example\.com$`] };
  it.each(['"ok-1"', '"ok-"', '"anna@example.com"'])('holds for %s', (value) => {
    expect(whyNot(rule, `{"a":${value}}`)).toBeUndefined();
  });

  it.each([
    '"OK-1"',
    '"not ok-1"',
    '"anna@example.com.evil"',
    '"anna@example.com\\n"',
    '"ａnna@example.com"',
    '"ann\u200ba@example.com"',
    '5',
    'null',
    '["ok-1"]',
    `"ok-${'x'.repeat(65_536)}"`,
  ])('does not hold for %.40s', (value) => {
    expect(whyNot(rule, `{"a":${value}}`)).toBe('the argument /a must be text that the policy’s patterns match');
  });

  it('takes no longer for a text that is crafted to be slow', () => {
    expect(whyNot({ path: '/a', matches: '^(a+)+$' }, `{"a":"${'a'.repeat(60_000)}!"}`)).toBeDefined();
  });
});

describe('the operators min and max', () => {
  const rule = { path: '/a', min: '-0.5', max: '9007199254740992' };
  it.each(['9007199254740992', '9007199254740992.0', '9.007199254740992e15', '-0', '1.0', '-0.50', '1e-400'])(
    'hold for %s',
    (value) => {
      expect(whyNot(rule, `{"a":${value}}`)).toBeUndefined();
    },
  );

  it.each([
    ['9007199254740993', 'above'],
    ['9007199254740992.0000000000000001', 'above'],
    ['1e400', 'above'],
    ['1e16', 'above'],
    ['-0.5000000000000000000001', 'below'],
    ['-1e400', 'below'],
  ])('do not hold for %s', (value, side) => {
    expect(whyNot(rule, `{"a":${value}}`)).toBe(`the argument /a must be a number not ${side} the policy’s limit`);
  });

  it.each(['"5"', '"-1"', 'true', 'null', '[5]', '{"a":5}', '""'])(
    'do not hold for %s, which is no number',
    (value) => {
      expect(whyNot(rule, `{"a":${value}}`)).toBeDefined();
    },
  );

  it('hold for every number that the path leads to', () => {
    const each = { path: '/items/*/price', max: 10 };
    expect(whyNot(each, '{"items":[{"price":1},{"price":10}]}')).toBeUndefined();
    expect(whyNot(each, '{"items":[{"price":1},{"price":10.01}]}')).toBeDefined();
    expect(whyNot(each, '{"items":{"a":{"price":1},"2":{"price":11}}}')).toBeDefined();
    expect(whyNot(each, '{"items":{"b/c":{"price":3},"~":{"price":4}}}')).toBeUndefined();
  });
});

describe('the operator under', () => {
  it.each(['"/srv/data/x"', '"https://example.com/x"'])('holds for %s', (value) => {
    expect(whyNot({ path: '/a', under: ['/srv/data', 'example.com'] }, `{"a":${value}}`)).toBeUndefined();
  });

  it.each([
    '"/srv/data/../x"',
    String.raw`"https://example.com\\@evil.com/"`,
    '"https://example.com@evil.com/"',
    '["/srv/data/x"]',
    '7',
    'null',
  ])('does not hold for %s', (value) => {
    expect(whyNot({ path: '/a', under: ['/srv/data', 'example.com'] }, `{"a":${value}}`)).toBe(
      'the argument /a must be inside the allowed folders or hosts',
    );
  });
});

it('paths that need too many looks at the file system are refused with the reason', () => {
  const paths = Array.from({ length: 1000 }, (_, index) => `/srv/data/${'x/'.repeat(100)}../${index}`);
  const deep = `/${'../tmp/'.repeat(500)}`;
  expect(whyNot({ path: '/a/*', under: '/' }, JSON.stringify({ a: paths.map((path) => deep + path) }))).toBe(
    'the argument /a/* names more paths than can be checked',
  );
});

describe('the operator absent', () => {
  const rule = { path: '/options/force', absent: true };
  it.each(['{}', '{"options":{}}', '{"options":{"other":1}}'])('holds for %s', (given) => {
    expect(whyNot(rule, given)).toBeUndefined();
  });

  it.each(['{"options":{"force":false}}', '{"options":{"force":null}}'])('does not hold for %s', (given) => {
    expect(whyNot(rule, given)).toBe('the argument /options/force must not be given');
  });

  it.each(['{"options":"force"}', '{"options":{"Force":1}}', '{"OPTIONS":{"force":1}}'])(
    'does not hold for %s, which may hide it',
    (given) => {
      expect(whyNot(rule, given)).toBe(`the argument /options/force ${UNCLEAR}`);
    },
  );
});

it('all operators of a rule must hold', () => {
  const rule = { path: '/a', min: 1, max: 5, one_of: [1, 5, 9] };
  expect(whyNot(rule, '{"a":5}')).toBeUndefined();
  expect(whyNot(rule, '{"a":3}')).toContain('one of the values');
  expect(whyNot(rule, '{"a":9}')).toContain('not above');
});

describe('an argument that the path does not reach', () => {
  it.each([
    ['/a', '{}'],
    ['/a', '{"b":1}'],
    ['/a/b', '{"a":{}}'],
    ['/a/*', '{"a":[]}'],
    ['/a/*', '{"a":{}}'],
    ['/a/1', '{"a":[1]}'],
    ['/a/*/b', '{"a":[{}]}'],
    ['/payments/*/to', '{"payments":[{"to":4},{"recipient":"mallory"}]}'],
    ['/payments/*/to', '{"payments":[{"to":4},{}]}'],
    ['/payments/*/0', '{"payments":{"a":[1],"b":[]}}'],
  ])('(%s in %s) is refused unless it is optional', (path, given) => {
    expect(whyNot({ path, max: 5 }, given)).toBe(`the argument ${path} must be given`);
    expect(whyNot({ path, max: 5, optional: true }, given)).toBeUndefined();
  });

  it('is refused if there are no arguments at all', () => {
    const call = callOf('{"name":"pay"}');
    expect(new ArgumentRules(rulesOf({ tool: 'pay', path: '/a', max: 5 })).findBroken(call)).toHaveLength(1);
    expect(new ArgumentRules(rulesOf({ tool: 'pay', path: '/a', max: 5, optional: true })).findBroken(call)).toEqual(
      [],
    );
  });

  it.each([
    ['/a/b', '{"a":5}'],
    ['/a/b', '{"a":"b"}'],
    ['/a/b', '{"a":null}'],
    ['/a/b', '{"a":[1]}'],
    ['/a/*', '{"a":5}'],
    ['/a/01', '{"a":[1,2]}'],
    ['/a/*/b', '{"a":[{"b":1},7]}'],
    ['/a', '"{\\"a\\":1}"'],
    ['/a', '[1]'],
    ['/a', '7'],
    ['/a', 'null'],
  ])('because of another type (%s in %s) is refused even if it is optional', (path, given) => {
    expect(whyNot({ path, max: 5, optional: true }, given)).toBe(`the argument ${path} ${UNCLEAR}`);
  });

  it('because it is beyond the first 1,024 values is refused', () => {
    const list = (count: number): string => `{"a":[${Array(count).fill('1').join(',')}]}`;
    expect(whyNot({ path: '/a/*', max: 5 }, list(1024))).toBeUndefined();
    expect(whyNot({ path: '/a/*', max: 5 }, list(1025))).toBe(`the argument /a/* ${UNCLEAR}`);
  });
});

describe('a key that another reader takes for the one that is meant', () => {
  it.each([
    ['/amount', '{"amount":1,"Amount":100}'],
    ['/amount', '{"AMOUNT":100}'],
    ['/amount', '{"amount":1,"amount\\u0000":100}'],
    ['/amount', '{"amount":1," amount":100}'],
    ['/amount', '{"amount":1,"am\u200bount":100}'],
    ['/amount', '{"amount":1,"ａmount":100}'],
    ['/amount', '{"amount":1,"x":2,"X":3}'],
    ['/to/amount', '{"to":{"amount":1},"To":{"amount":100}}'],
    ['/to/amount', '{"to":{"amount":1,"aMount":100}}'],
    ['/*/amount', '{"a":{"amount":1},"A":{"amount":2}}'],
  ])('is refused (%s in %s)', (path, given) => {
    expect(whyNot({ path, max: 5, optional: true }, given)).toBe(`the argument ${path} ${UNCLEAR}`);
  });

  it('is data if the path does not lead there', () => {
    expect(whyNot({ path: '/amount', max: 5 }, '{"amount":1,"note":{"a":1,"A":2}}')).toBeUndefined();
  });
});

describe('a path', () => {
  it.each([
    ['/', '{"":1}'],
    ['/a~1b', '{"a/b":1}'],
    ['/a~0b', '{"a~b":1}'],
    ['/~01', '{"~1":1}'],
    ['/__proto__', '{"__proto__":1}'],
    ['/constructor', '{"constructor":1}'],
    ['/a/0', '{"a":[1]}'],
    ['/a/0', '{"a":{"0":1}}'],
  ])('%s leads into %s', (path, given) => {
    expect(whyNot({ path, max: 0 }, given)).toContain('not above');
    expect(whyNot({ path, max: 1 }, given)).toBeUndefined();
  });

  it.each(['/constructor', '/__proto__', '/toString'])('%s leads only to members that were sent', (path) => {
    expect(whyNot({ path, max: 1 }, '{}')).toBe(`the argument ${path} must be given`);
  });
});

describe('a rule', () => {
  const rules = new ArgumentRules(rulesOf({ tool: 'pay*', path: '/a', max: 5 }));
  it.each(['pay', 'PAY', 'pay_all', 'pay\u200b', 'ｐay', ' pay', 'pa\u200dy'])(
    'binds its tool in every spelling (%j)',
    (tool) => {
      expect(rules.findBroken(callOf('{"arguments":{"a":6}}', tool))[0]?.place).toBe(PLACE);
    },
  );

  it.each([7, ['pay'], { pay: 1 }, null])('binds a tool whose name is no text (%j)', (tool) => {
    expect(rules.findBroken(callOf('{"arguments":{"a":6}}', tool))[0]?.place).toBe(PLACE);
  });

  it('does not bind other tools', () => {
    expect(rules.findBroken(callOf('{"name":"read","arguments":{"a":6}}'))).toEqual([]);
    expect(rules.explain(callOf('{"name":"read","arguments":{"a":6}}'))).toEqual([]);
  });
});

describe('responses to a server’s requests', () => {
  const rules = rulesOf({ tool: 'pay', path: '/amount', max: 5 });
  const judge = (responses: string, given = '{"amount":1}') =>
    new ArgumentRules(rules).findBroken(callOf(`{"name":"pay","arguments":${given},"inputResponses":${responses}}`))[0]
      ?.why;

  it.each([
    '{}',
    '{"q":{"action":"decline"}}',
    '{"q":{"action":"accept","content":null}}',
    '{"q":{"action":"accept","content":{"other":100}}}',
    '{"q":{"action":"accept","content":{"amount":5.0}}}',
    '{"q":{"roots":[]}}',
  ])('pass: %s', (responses) => {
    expect(judge(responses)).toBeUndefined();
  });

  it.each([
    ['{"q":{"action":"accept","content":{"amount":6}}}', 'must be a number not above the policy’s limit'],
    ['{"p":{"content":{"amount":1}},"q":{"content":{"amount":6}}}', 'must be a number not above the policy’s limit'],
    ['{"*":{"content":{"amount":5.0000000000000000001}}}', 'must be a number not above the policy’s limit'],
    ['{"q":{"content":{"amount":"1"}}}', 'must be a number not above the policy’s limit'],
    ['{"q":{"content":{"Amount":1}}}', UNCLEAR],
    ['{"q":{"Content":{"amount":1}}}', UNCLEAR],
    ['{"q":{"content":{"amount":1}},"Q":{}}', UNCLEAR],
    ['{"q":{"content":"amount=6"}}', UNCLEAR],
    ['{"q":[{"content":{"amount":6}}]}', UNCLEAR],
    ['{"q":"x"}', UNCLEAR],
    ['[{"content":{"amount":6}}]', UNCLEAR],
    ['"x"', UNCLEAR],
    ['null', UNCLEAR],
  ])('are refused: %s', (responses, why) => {
    expect(judge(responses)).toBe(`the argument /amount ${why}`);
  });

  it('do not replace the argument itself', () => {
    expect(judge('{"q":{"content":{"amount":1}}}', '{}')).toBe('the argument /amount must be given');
  });

  it('that name no tool are read by every rule, and nothing else in them is', () => {
    const judgeAll = (params: string) => new ArgumentRules(rules).findBroken(callOf(params))[0]?.why;
    expect(judgeAll('{"taskId":"t","inputResponses":{"q":{"content":{"amount":6}}}}')).toBeDefined();
    expect(judgeAll('{"taskId":"t","inputResponses":{"q":{"content":{"amount":5}}}}')).toBeUndefined();
    expect(judgeAll('{"taskId":"t"}')).toBeUndefined();
  });
});

it('the code that decides explains every rule for a tool', () => {
  const layers = rulesOf(
    { tool: 'pay', path: '/amount', max: 5 },
    { tool: 'read', path: '/amount', max: 0 },
    { tool: '*', path: '/to', one_of: ['anna'] },
    { tool: 'pay', path: '/force', absent: true },
    { tool: 'pay', path: '/note', one_of: ['rent'], else: 'approve' },
  );
  expect(
    new ArgumentRules(layers).explain(callOf('{"name":"pay","arguments":{"amount":9,"to":"anna","note":"x"}}')),
  ).toEqual([
    {
      place: PLACE,
      verdict: 'deny',
      byAnswer: false,
      why: 'the argument /amount must be a number not above the policy’s limit',
    },
    {
      place: PLACE.replace('0', '2'),
      verdict: 'passes',
      byAnswer: false,
      why: 'the argument /to is as the policy requires',
    },
    { place: PLACE.replace('0', '3'), verdict: 'passes', byAnswer: false, why: 'the argument /force is not there' },
    {
      place: PLACE.replace('0', '4'),
      verdict: 'approve',
      byAnswer: false,
      why: 'the argument /note must be one of the values that the policy lists',
    },
  ]);
});

describe('a rule that a person may overrule', () => {
  const approve = { tool: 'pay', path: '/amount', max: 5, else: 'approve' };
  const verdicts = (given: string, ...rules: readonly object[]) =>
    new ArgumentRules(rulesOf(...rules))
      .findBroken(callOf(`{"name":"pay","arguments":${given}}`))
      .map((each) => each.verdict);

  it('asks together with all others that ask', () => {
    expect(verdicts('{"amount":6}', approve, { ...approve, max: 3 })).toEqual(['approve', 'approve']);
  });

  it('does not ask if another one denies', () => {
    expect(verdicts('{"amount":6}', approve, { tool: 'pay', path: '/to', one_of: ['anna'] })).toEqual(['deny']);
  });

  it('denies an ambiguous value: a person may read it differently, too', () => {
    expect(verdicts('{"amount":6,"Amount":1}', approve)).toEqual(['deny']);
  });
});

describe('a rule in the configuration', () => {
  const rule = (inside: string): string =>
    `servers: {a: {command: x, policy: {permissions: {arguments: [{tool: pay, path: /a, ${inside}}]}}}}`;
  it.each(['under: docs', 'under: ./docs', 'under: [/a, "https://example.com"]', 'under: ~anna/x', 'under: []'])(
    'with %s names no place',
    (inside) => {
      expect(problemsOf(rule(inside))).toHaveLength(1);
    },
  );

  it('a wrong place is reported with its position', () => {
    expect(problemsOf(rule('under: [/srv, docs]'))[0]).toMatch(
      /arguments\[0\]\.under\[1\]: a place is a folder such as/,
    );
  });

  it.each([
    'max: 9007199254740993',
    'one_of: [9007199254740993]',
    'max: 1e400',
    'min: .inf',
    'max: "1e3"',
    'max: "0x10"',
  ])('with %s could not be compared exactly', (inside) => {
    expect(problemsOf(rule(inside))).toHaveLength(1);
  });

  it.each([
    'max: "9007199254740993"',
    'max: 0.1',
    'min: -5',
    'one_of: [1, a, null, true]',
    'under: /srv',
    'under: "~"',
  ])('with %s is read', (inside) => {
    expect(problemsOf(rule(inside))).toEqual([]);
  });
});
