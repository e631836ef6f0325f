import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ApprovalDetail, PolicyView, ScanView, ServerDetail, StandingPreview } from '@mcp-guard/core';
import { guardPaths } from '@mcp-guard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldId } from '../support/approvals.ts';
import { callLine, resultLine } from '../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../support/in-process.ts';
import { askForCode, askWeb, pageUrl, signIn } from '../support/page.ts';

const CANARY = 'canary-4f1c9a77';

let daemon: InProcess;
let session: InProcessSession;

const OPTIONS = {
  policy: {
    permissions: { denied_tools: ['drop*'], require_approval: ['pay'] },
    rate_limit: { requests_per_hour: 100 },
    spend: {},
  },
  server: { env: { API_TOKEN: CANARY }, args: ['--token', CANARY] },
  config: {
    daemon: { dashboard_port: 0, shutdown_timeout: 1 },
    spend: { tools: { pay: { amount: '/amount' } }, max_per_day: 100 },
    approvals: { notify: [{ webhook: `https://hooks.example/${CANARY}`, secret: CANARY }] },
  },
} as const;

beforeAll(async () => {
  daemon = await startInProcess(OPTIONS);
  session = await daemon.connect();
  const { client, server } = session;
  client.send('{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
  await server.next();
  const tools = ['read', 'drop_all', 'pay', '<b>x</b>'].map((name) => ({ name, inputSchema: { type: 'object' } }));
  server.send(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } }));
  await client.next();
  writeFileSync(join(guardPaths(daemon.home).logs, 'server-raw.log'), 'started\n\u001b[31mred\n');
});

afterAll(async () => {
  await session.close();
  await daemon.close();
});

it('a server is shown with what its tools may, its limits, its caps and the end of its log', async () => {
  const { client, server } = session;
  client.send(callLine('pay', { amount: 40 }, 2));
  const id = heldId(await client.next());
  const page = await signIn(await askForCode(daemon));
  const url = await pageUrl(daemon);
  const detail = await daemon.ask<ApprovalDetail>(`/approvals/${id}/detail`);
  expect(detail).toMatchObject({ arguments: [{ pointer: '/amount', value: '40' }], beside: [], client: null });
  const preview = await daemon.ask<StandingPreview>(`/approvals/${id}/preview?for=3600&max=5&same=/amount`);
  expect(preview).toMatchObject({
    admits: expect.stringMatching(
      /^calls of pay by .* with the same \/amount, for 60 minutes, at most 5 calls, together at most 200\.00 USD$/,
    ),
    matches: 0,
    past: 0,
  });
  expect(await daemon.ask(`/approvals/${id}/preview?for=1&max=5`)).toMatchObject({ code: 'MALFORMED_MESSAGE' });
  const { print } = detail.approval;
  const decided = {
    approval: id,
    print,
    decision: { kind: 'approve', standing: null },
    by: 'anna',
    at: Date.now(),
    signature: null,
  };
  await askWeb(url, '/api/approvals/decide', {
    method: 'POST',
    headers: { ...page, 'content-type': 'application/json' },
    body: JSON.stringify(decided),
  });
  client.send(callLine('pay', { amount: 40 }, 3));
  await server.next();
  server.send(resultLine(3));
  await client.next();

  const shown = await daemon.ask<ServerDetail>('/servers/raw');
  expect(shown.everyTool.map(({ name, does, may, rule }) => [name, does, may, rule?.split(' ').at(-1)])).toEqual([
    ['read', 'reads?', 'allowed', undefined],
    ['drop_all', 'destroys?', 'denied', 'servers.raw.policy.permissions.denied_tools[0]'],
    ['pay', 'destroys?', 'asks', 'servers.raw.policy.permissions.require_approval[0]'],
    ['<b>x</b>', 'unknown', 'allowed', undefined],
  ]);
  expect(shown.tools).toEqual({ allowed: 2, denied: 1, asks: 1 });
  expect(shown.limits).toMatchObject([{ used: 3, max: 100, window: 3600 }]);
  expect(shown.caps).toMatchObject([{ spent: '40.00', max: '100.00', currency: 'USD', window: 'day' }]);
  expect(shown.stderr).toEqual(['started', '\\u{1b}[31mred']);
  expect(shown).toMatchObject({ transport: 'stdio', runs: 'node', clients: [] });
  expect(await daemon.ask('/servers/constructor')).toMatchObject({ code: 'UNKNOWN_SERVER' });
});

it('a server is shown with the clients that init has moved, and their names for it', async () => {
  const entry = (name: string, ours: string) => ({ name, ours, path: ['mcpServers', name] });
  const records = [
    {
      client: 'cursor',
      path: '/home/anna/.cursor/mcp.json',
      entries: [entry('everything', 'raw'), entry('x', 'other')],
    },
    { client: 'codex', path: '/home/anna/.codex/config.toml', entries: [entry('raw', 'raw')] },
  ];
  const journal = guardPaths(daemon.home).moves;
  mkdirSync(dirname(journal), { recursive: true, mode: 0o700 });
  writeFileSync(journal, JSON.stringify({ version: 1, records }), { mode: 0o600 });
  const { clients } = await daemon.ask<ServerDetail>('/servers/raw');
  expect(clients).toEqual([
    { client: 'cursor', name: 'everything' },
    { client: 'codex', name: 'raw' },
  ]);
  rmSync(journal);
});

describe('the policy in force', () => {
  it('says of each value where it comes from', async () => {
    const { values } = await daemon.ask<PolicyView>('/policy');
    const find = (key: string) => values.find((each) => each.key === key);
    expect(find('daemon.max_depth')).toEqual({ key: 'daemon.max_depth', value: '128', from: 'default' });
    expect(find('servers.raw.policy.permissions.denied_tools')).toMatchObject({
      value: '["drop*"]',
      from: expect.stringMatching(/^mcp-guard\.yaml:1:\d+$/),
    });
  });

  // Threat 14
  it('shows no secret', async () => {
    const shown = JSON.stringify([
      await daemon.ask('/policy'),
      await daemon.ask('/servers'),
      await daemon.ask('/servers/raw'),
      await daemon.ask('/now'),
    ]);
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain('servers.raw.env.API_TOKEN');
  });

  it('tells what a reload loosened until a person on the page has seen it', async () => {
    await daemon.configure({ ...OPTIONS, policy: { ...OPTIONS.policy, permissions: { require_approval: ['pay'] } } });
    const loosened = async () => (await daemon.ask<PolicyView>('/policy')).loosened;
    await expect.poll(loosened).not.toBeNull();
    const headers = await signIn(await askForCode(daemon));
    const url = await pageUrl(daemon);
    const send = (by: string, from: Readonly<Record<string, string>>) =>
      askWeb(url, '/api/policy/acknowledge', {
        method: 'POST',
        headers: { ...from, 'content-type': 'application/json' },
        body: JSON.stringify({ by }),
      });
    expect((await send('anna', await signIn(await askForCode(daemon, 'no terminal')))).status).toBe(401);
    expect(JSON.parse((await send('anna', headers)).body)).toMatchObject({ acknowledged: { by: 'anna' } });
    expect(daemon.rows().at(-1)).toMatchObject({ kind: 'daemon', shape: 'acknowledge' });
  });
});

it('what a remote server is reached by is shown without its path', async () => {
  const url = `https://mcp.example/${CANARY}?key=${CANARY}`;
  await using remote = await startInProcess({ config: { daemon: { dashboard_port: false } }, server: { url } });
  const shown = JSON.stringify([await remote.ask('/policy'), await remote.ask('/servers')]);
  expect(shown).not.toContain(CANARY);
  expect(shown).toContain('https://mcp.example/…');
});

it('a scan runs when the page asks for it', async () => {
  const headers = await signIn(await askForCode(daemon));
  expect(await daemon.ask<ScanView>('/scan')).toMatchObject({ state: 'never' });
  await askWeb(await pageUrl(daemon), '/api/scan', { method: 'POST', headers });
  await expect.poll(async () => (await daemon.ask<ScanView>('/scan')).state).toBe('done');
});

it('a list of accepted findings that was altered is told to the page', async () => {
  const headers = await signIn(await askForCode(daemon));
  const { accepted } = guardPaths(daemon.home);
  writeFileSync(accepted, '{}', { mode: 0o600 });
  await askWeb(await pageUrl(daemon), '/api/scan', { method: 'POST', headers });
  await expect
    .poll(async () => (await daemon.ask<ScanView>('/scan')).baselineProblem)
    .toBe(`no finding is accepted: ${accepted} was altered`);
  rmSync(accepted);
});
