import { layersOf, NO_PLACES, parseConfig } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { explainCall, type ExplainedCall } from '../../src/explain/explain.js';
import { createOverview } from '../../src/explain/overview.js';
import { NOTHING_KNOWN, type KnownState } from '../../src/explain/known-state.js';

const CALL: ExplainedCall = {
  server: 's',
  tool: 'pay',
  args: '{}',
  cwd: '/nonexistent',
  user: 'anna',
  roles: ['default'],
  fingerprints: undefined,
};

function explain(
  policy: object,
  call: Partial<ExplainedCall> = {},
  known?: KnownState,
  server: object = { command: 'x' },
) {
  const text = JSON.stringify({ servers: { s: { ...server, policy } } });
  const config = { ...parseConfig(text, 'f.yaml', new Map()), own: OWN };
  return explainCall({ config, locate: (rule) => `f.yaml ${rule}` }, { ...CALL, ...call }, known);
}

const OWN = { ...NO_PLACES, clients: ['/home/anna/.client.json'] };

describe('a call of a remote server', () => {
  it('is judged like any other, with relative paths from the folder of the client', () => {
    const under = { permissions: { arguments: [{ tool: 'pay', path: '/file', under: '/nonexistent' }] } };
    const remote = { url: 'https://mcp.example.com/' };
    expect(explain(under, { args: '{"file":"a"}' }, undefined, remote).outcome).toBe('allow');
    expect(explain(under, { args: '{"file":"../a"}' }, undefined, remote).outcome).toBe('block');
    expect(explain({ permissions: { denied_tools: ['pay'] } }, {}, undefined, remote).outcome).toBe('block');
  });
});

it.each([
  [{}, null],
  [{ denied_tools: ['move_*'] }, null],
  [{ allowed_tools: ['p*'] }, 'servers.s.policy.permissions.allowed_tools'],
])('a tool that %j allows is shown with the rule that allows it', (permissions, rule) => {
  const { servers } = parseConfig(
    JSON.stringify({ servers: { s: { command: 'x', policy: { permissions } } } }),
    'f',
    new Map(),
  );
  const config = { ...parseConfig('servers: {}', 'f', new Map()), servers };
  const server = servers['s'];
  expect(server && createOverview(layersOf(config, server, [])).tool('pay')).toEqual({ may: 'allowed', rule });
});

describe('an explanation', () => {
  it('names the rules in the order of the pipeline, and goes on after the first refusal', () => {
    const { outcome, decisive, rules } = explain(
      {
        permissions: {
          denied_tools: ['pay'],
          require_approval: ['pay'],
          arguments: [{ tool: 'pay', path: '/amount', max: 5 }],
        },
        rate_limit: { requests_per_minute: 0 },
        spend: { tools: { pay: { price: 9 } }, max_per_day: 5 },
      },
      { args: '{"amount": 7, "note": "AKIAZ7QX2MPL4VTW6RNB"}' },
    );
    expect(rules.map(({ rule, verdict }) => `${verdict} ${rule.split(/[. ]/u).at(-1)}`)).toEqual([
      'refuses requests_per_minute',
      'refuses denied_tools[0]',
      'refuses request',
      'refuses arguments[0]',
      'refuses max_per_day',
      'asks require_approval[0]',
    ]);
    expect(outcome).toBe('block');
    expect(decisive).toBe(rules[0]);
  });

  it('shows no fingerprint if this machine has no key of its own', () => {
    const { rules } = explain({}, { args: '{"note": "AKIAZ7QX2MPL4VTW6RNB"}' });
    expect(rules.map(({ why }) => why)).toEqual(['an AWS access key (aws_key) at /params/arguments/note is refused']);
  });

  it('describes a refusal by its verdict if the interceptor has no description', () => {
    const { decisive } = explain(
      {},
      { args: '{"text": "[REDACTED:email]"}' },
      { ...NOTHING_KNOWN, markers: ['email'] },
    );
    expect(decisive).toMatchObject({ rule: '(built in)', why: expect.stringContaining('[REDACTED:email]') as unknown });
  });

  it('refuses arguments that are nested deeper than a message may be', () => {
    expect(explain({}, { args: '['.repeat(200) + ']'.repeat(200) })).toMatchObject({ outcome: 'block' });
  });
});

describe('a gap in an explanation', () => {
  it('is the spending of a session', () => {
    const { gaps } = explain({ spend: { tools: { pay: { price: 1 } }, max_per_session: 5 } });
    expect(gaps).toEqual(['only the daemon knows what a session has spent of servers.s.policy.spend.max_per_session']);
  });

  it('is the server’s description of a tool, if that decides', () => {
    const { outcome, gaps } = explain({}, { tool: 'tidy', args: '{"path": "/home/anna/.client.json"}' });
    expect([outcome, gaps]).toEqual(['block', [expect.stringContaining('if it said that it only reads')]]);
    expect(explain({}, { tool: 'tidy', args: '{"path": "/srv"}' }).gaps).toEqual([]);
  });
});
