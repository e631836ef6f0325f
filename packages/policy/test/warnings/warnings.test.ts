import { describe, expect, it } from 'vitest';
import { parseConfig, parseFile } from '../../src/loading/load.js';
import { findWarnings, type ConfigWarnings } from '../../src/warnings/warnings.js';
import { findWrittenSecrets } from '../../src/loading/written-secrets.js';

const VARIABLES = new Map([['K', 'secret']]);

/** The warnings of a configuration, each behind its place. */
const warningsOf = (config: object, shown: Readonly<Record<string, readonly string[]>> = {}): readonly string[] =>
  findingsOf(config, shown).warnings;

function findingsOf(config: object, shown: Readonly<Record<string, readonly string[]>> = {}): ConfigWarnings {
  const text = JSON.stringify({ servers: { bank: { command: 'x' }, files: { command: 'y' } }, ...config });
  return findWarnings(
    {
      config: parseConfig(text, 'f.yaml', VARIABLES),
      file: parseFile(text, 'f.yaml', VARIABLES).file,
      bases: [],
      isUpdated: false,
      locate: (rule) => rule,
      placeOf: () => undefined,
      text: '',
      hash: '',
      empty: undefined,
      launches: new Map(),
      exposed: findWrittenSecrets(JSON.parse(text)),
      secrets: [],
      files: new Map(),
    },
    new Map(Object.entries(shown)),
  );
}

const bank = (spend: object, permissions: object = {}): object => ({
  servers: { bank: { command: 'x', policy: { spend, permissions } }, files: { command: 'y' } },
});
const tools = { pay: { amount: '/amount', vendor: '/to' } };

it('what clients have to send is noted, and not what has a default', () => {
  const env = { A: '${client:A} ${client:B}', C: '${client:C:-c}', D: 'd' };
  const { warnings, notes } = findingsOf({ servers: { bank: { command: 'x', env }, files: { command: 'y' } } });
  expect(warnings).toEqual([]);
  expect(notes.filter((note) => note.includes('client'))).toEqual([
    'bank: every client has to send A, B (MCP_GUARD_FORWARD)',
  ]);
});

describe('caps', () => {
  it('that count nothing are told of, once', () => {
    expect(warningsOf({ spend: { max_per_day: 5 } })).toEqual([
      'spend: nothing is counted: no tool has a price in `tools`',
    ]);
  });

  it('that count what is told elsewhere are not', () => {
    expect(warningsOf({ ...bank({ tools }), spend: { max_per_day: 5 } })).toEqual([]);
  });

  // Threat 23
  it('of a session alone are told of: a client connects again', () => {
    expect(warningsOf(bank({ tools, max_per_session: 5 }))).toEqual([
      'servers.bank.policy.spend.max_per_session: each new connection starts again at zero; max_per_hour and max_per_day do not',
    ]);
    expect(warningsOf(bank({ tools, max_per_session: 5, max_per_day: 50 }))).toEqual([]);
    expect(warningsOf({ ...bank({ tools, max_per_session: 5 }), spend: { max_per_hour: 50 } })).toEqual([]);
  });

  it('in several currencies are told of, since nothing can be compared with them', () => {
    expect(warningsOf({ ...bank({ tools, currency: 'EUR' }), spend: { max_per_day: 5 } })).toEqual([
      'spend.currency: what a call costs is counted in several currencies, so the call is refused',
      'servers.bank.policy.spend.currency: what a call costs is counted in several currencies, so the call is refused',
    ]);
  });
});

it('vendors of which some are allowed, and tools that tell none', () => {
  const spend = { tools: { ...tools, tip: { price: 1 } }, allow_vendors: ['x'] };
  expect(warningsOf(bank(spend))).toEqual([
    'servers.bank.policy.spend.allow_vendors: calls of tools without a `vendor` are refused',
  ]);
});

it('tools that a server has not shown', () => {
  const shown = { bank: ['transfer'], files: ['read'] };
  expect(warningsOf(bank({ tools }, { require_approval: ['pay', 'transfer'] }), shown)).toEqual([
    'servers.bank.policy.permissions.require_approval[0]: "pay" matches no tool that bank has shown',
    'servers.bank.policy.spend.tools.pay: "pay" matches no tool that bank has shown',
  ]);
  expect(warningsOf({ spend: { tools: { transfer: { price: 1 } } } }, shown)).toEqual([]);
});

describe('a remote server', () => {
  const remote = (rest: object): object => ({ servers: { bank: { url: 'https://mcp.example.com/', ...rest } } });

  it.each([
    ['http without TLS', { url: 'http://mcp.example.com/', allow_http: true }, 'url'],
    ['a way into private networks', { allow_private: true }, 'allow_private'],
    ['a header with a login', { headers: { 'X-Api-Key': 'abc', Accept_Language: 'de' } }, 'headers.X-Api-Key'],
    [
      'a header with what looks like a secret',
      { headers: { 'X-Id': `ghp_${'aB3dE6gH9jK2'.repeat(3)}` } },
      'headers.X-Id',
    ],
    ['a token', { upstream_auth_token: 'abc' }, 'upstream_auth_token'],
    ['a client’s secret', { oauth: { client_id: 'a', client_secret: 'b' } }, 'oauth.client_secret'],
    ['a secret in its URL', { url: 'https://mcp.example.com/?api_key=abc' }, 'url'],
  ])('is warned of with %s', (_, rest, key) => {
    const [warning, ...more] = warningsOf(remote(rest));
    expect(more).toEqual([]);
    expect(warning).toMatch(`servers.bank.${key}: `);
    expect(warning).not.toContain('abc');
  });

  it.each([
    { headers: { 'X-Api-Key': '${K}', 'X-Team': 'blue' }, oauth: { client_id: 'public' } },
    { upstream_auth_token: 'pre-${K}', url: 'https://mcp.example.com/?token=${K}&team=blue' },
    { url: 'http://localhost:3000/', allow_http: true },
  ])('is not warned of with %j', (rest) => {
    expect(warningsOf(remote(rest))).toEqual([]);
  });
});

it('a star that stops at the first / is warned of where every name has one', () => {
  expect(warningsOf(bank({}, { allowed_resources: ['*', 'memo://x'] })).join()).toContain('** matches all');
  expect(warningsOf(bank({}, { allowed_resources: ['**'] })).join()).not.toContain('stops at /');
});

describe('an approval that is never asked for', () => {
  it.each([
    [{ allowed_tools: ['read_*'], require_approval: ['delete_file'] }, 'no entry of allowed_tools admits it'],
    [{ allowed_tools: ['read_*', 'list'], require_approval: ['delete_*'] }, 'no entry of allowed_tools admits it'],
    [{ denied_tools: ['delete_*'], require_approval: ['delete_file'] }, 'it is denied'],
  ])('is reported: %j', (permissions, why) => {
    expect(warningsOf(bank({}, permissions)).filter((line) => line.includes('never asked about'))).toEqual([
      expect.stringContaining(why),
    ]);
  });

  it.each([
    { allowed_tools: ['delete_*'], require_approval: ['delete_file'] },
    { allowed_tools: ['*_file'], require_approval: ['delete_*'] },
    { allowed_tools: ['^del'], require_approval: ['delete_file'] },
    { denied_tools: ['read'], require_approval: ['delete_*'] },
  ])('is not reported where one may be: %j', (permissions) => {
    expect(warningsOf(bank({}, permissions)).join()).not.toContain('never asked about');
  });
});
