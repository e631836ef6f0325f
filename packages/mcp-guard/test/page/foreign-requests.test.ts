// covers: daemon.dashboard_port
import { readFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { guardPaths, type ApprovalView, type DaemonStatus } from '@mcp-guard/core';
import { createApprovalKey, writeApprovalKey } from '@mcp-guard/core/approval-key';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldId } from '../support/approvals.ts';
import { callLine } from '../support/calls.ts';
import { startInProcess, type InProcess } from '../support/in-process.ts';
import { askForCode, askWeb, json, pageUrl, signIn } from '../support/page.ts';

// Threat 17

let daemon: InProcess;
let url: string;
let bearer: Readonly<Record<string, string>>;
let now = Date.now();

beforeAll(async () => {
  daemon = await startInProcess({
    policy: { permissions: { require_approval: ['deploy'] } },
    config: { daemon: { dashboard_port: 0 } },
    clock: () => now,
  });
  url = await pageUrl(daemon);
  bearer = { authorization: `Bearer ${readFileSync(guardPaths(daemon.home).dashboardToken, 'utf8').trim()}` };
});

afterAll(() => daemon.close());

const REFUSED = { UNAUTHENTICATED: 401, POLICY_DENIED: 403, MALFORMED_MESSAGE: 400 };

describe('without the token', () => {
  it.each(['/api/status', '/api/approvals', '/api/page', '/api/events'])('%s tells nothing', async (path) => {
    for (const headers of [
      {},
      { authorization: 'Bearer' },
      { authorization: `Bearer ${'0'.repeat(64)}` },
      { 'x-mcp-guard-page': 'x' },
      { cookie: `x-mcp-guard-page=x; token=${bearer['authorization']}` },
    ]) {
      const { status, body } = await askWeb(url, path, { headers });
      expect([status, body]).toEqual([401, '{"code":"UNAUTHENTICATED"}']);
    }
  });

  it('only whether all is well, and a page that shows nothing', async () => {
    expect(await askWeb(url, '/healthz')).toMatchObject({ status: 200, body: '{"healthy":true}' });
    expect(JSON.parse((await askWeb(url, '/healthz', { headers: bearer })).body)).toEqual({
      healthy: true,
      reasons: [],
    });
    const page = await askWeb(url, '/');
    expect(page.body).toContain('<meta name="mcp-guard-page" content=""');
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /default-src 'self'.*frame-ancestors 'none'; base-uri 'none'; form-action 'none'/,
      ),
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
    expect(page.headers['set-cookie']).toBeUndefined();
  });
});

describe('before anything is proved', () => {
  it.each([
    ['/api/approvals/decide', 401],
    ['/api/nothing', 401],
    ['/api/enter', 413],
  ])('no body is waited for or kept: %s', async (path, status) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${url}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${2 ** 20}\r\n\r\n[1,`,
    );
    const told = await text(socket); // until the daemon ends it
    expect(told).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('a block of requests is answered once, and an open page beside it', async () => {
    const { hostname, port, host } = new URL(url);
    const headers = await signIn(await askForCode(daemon));
    const floods = Array.from({ length: 40 }, () => connect({ host: hostname, port: Number(port) }));
    for (const each of floods) {
      each.on('error', () => undefined).write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(100));
    }
    expect((await askWeb(url, '/api/page', { headers })).status).toBe(200);
    const told = await Promise.all(floods.map((each) => text(each).catch(() => '')));
    for (const each of told) expect(each.split('HTTP/1.1 200 OK').length).toBeLessThanOrEqual(2);
  });

  it('a code is short, and more than one is not read', async () => {
    const headers = { origin: url, ...json };
    const body = JSON.stringify({ code: '0'.repeat(2000) });
    expect((await askWeb(url, '/api/enter', { method: 'POST', headers, body })).status).toBe(413);
  });
});

it('only a page that decides gets what a passphrase could be guessed with', async () => {
  const config = { daemon: { dashboard_port: 0 }, approvals: { passphrase: true } };
  await using other = await startInProcess({ config });
  const paths = guardPaths(other.home);
  writeApprovalKey(paths.approvalKey, createApprovalKey('correct horse'));
  await other.ask('/approvals/passphrase', {});
  const theirs = await pageUrl(other);
  const program = { authorization: `Bearer ${readFileSync(paths.dashboardToken, 'utf8').trim()}` };
  const keyFor = async (headers: Readonly<Record<string, string>>): Promise<unknown> =>
    JSON.parse((await askWeb(theirs, '/api/page', { headers })).body).key;
  expect(await keyFor(program)).toBeNull();
  expect(await keyFor(await signIn(await askForCode(other, 'no terminal')))).toBeNull();
  expect(await keyFor(await signIn(await askForCode(other)))).toMatchObject({ publicKey: expect.any(String) });
});

describe('with the token', () => {
  it('another name of this machine is refused (DNS rebinding)', async () => {
    const { port } = new URL(url);
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `[::1]:${port}`]) {
      expect((await askWeb(url, '/api/status', { headers: { ...bearer, host } })).status).toBe(403);
    }
  });

  it('another page is refused, also one on another port of this machine', async () => {
    for (const origin of [
      'http://evil.example',
      'http://127.0.0.1:1',
      'http://127.0.0.1',
      'null',
      `${url}.evil.example`,
    ]) {
      const answer = await askWeb(url, '/api/status', { headers: { ...bearer, origin } });
      expect([origin, answer.status]).toEqual([origin, 403]);
    }
    const headers = { ...bearer, 'sec-fetch-site': 'same-site' };
    expect((await askWeb(url, '/api/status', { headers })).status).toBe(403);
  });

  it('a program reads and changes nothing', async () => {
    expect((await askWeb(url, '/api/status', { headers: bearer })).status).toBe(200);
    const headers = { ...bearer, origin: url, ...json };
    const decided = await askWeb(url, '/api/approvals/decide', { method: 'POST', headers, body: '{}' });
    expect([decided.status, decided.body]).toEqual([403, expect.stringContaining('the token reads only')]);
    for (const path of ['/api/stop', '/api/page/code', '/api/record/prune', '/api/approvals/passphrase/off']) {
      expect((await askWeb(url, path, { method: 'POST', headers, body: '{}' })).status).toBe(404);
    }
  });

  it.each([
    '//api/status',
    '/api/../api/status',
    '/api/%2e%2e/status',
    '/assets/%2e%2e/index.html',
    '/api/a%2fb',
    '/a\\b',
  ])('the path %s leads nowhere', async (path) => {
    expect((await askWeb(url, path, { headers: bearer })).status).toBe(400);
  });

  it('an address with a host, and one that is too long, lead nowhere', async () => {
    expect((await askWeb(url, `${url}/api/status`, { headers: bearer })).status).toBe(400);
    expect((await askWeb(url, `/api/status?${'x'.repeat(4096)}`, { headers: bearer })).status).toBe(400);
  });

  it('a body over 1 MB is refused, and so is one that is no JSON', async () => {
    const post = (body: string, type = 'application/json', path = '/api/enter') =>
      askWeb(url, path, { method: 'POST', headers: { ...bearer, origin: url, 'content-type': type }, body });
    const long = `"${'x'.repeat(2 ** 20)}"`;
    expect((await post(long, 'application/json', '/api/approvals/decide')).status).toBe(413);
    expect((await post('{')).status).toBe(400);
    expect((await post('{"code":"x"}', 'text/plain')).status).toBe(400);
    expect((await post('{"code":"x","more":1}')).status).toBe(401);
  });
});

describe('a code', () => {
  it('opens one page, once', async () => {
    const code = await askForCode(daemon);
    const headers = await signIn(code);
    expect(JSON.parse((await askWeb(url, '/api/page', { headers })).body)).toMatchObject({ readOnly: null, key: null });
    await expect(signIn(code)).rejects.toThrow('UNAUTHENTICATED');
  });

  it('does not count after half a minute', async () => {
    const code = await askForCode(daemon);
    now += 30_000;
    await expect(signIn(code)).rejects.toThrow('UNAUTHENTICATED');
  });

  it('counts beside any number that others have guessed', async () => {
    const code = await askForCode(daemon);
    for (let guess = 0; guess < 30; guess++) {
      await expect(signIn({ ...code, code: '0'.repeat(16) })).rejects.toThrow('UNAUTHENTICATED');
    }
    await signIn(code);
  });

  it('is not taken from another page', async () => {
    const { code } = await askForCode(daemon);
    const enter = (path: string, origin: string, type: string, body: string) =>
      askWeb(url, path, { method: 'POST', headers: { origin, 'content-type': type }, body });
    const form = 'application/x-www-form-urlencoded';
    expect((await enter('/enter', 'http://evil.example', form, `code=${code}`)).status).toBe(403);
    expect((await enter('/api/enter', 'null', 'application/json', JSON.stringify({ code }))).status).toBe(403);
    const framed = { origin: 'null', 'content-type': form, 'sec-fetch-dest': 'iframe' };
    expect((await askWeb(url, '/enter', { method: 'POST', headers: framed, body: `code=${code}` })).status).toBe(403);
    const opened = await enter('/enter', 'null', form, `code=${code}`);
    expect(opened.body).toMatch(/<meta name="mcp-guard-page" content="[\w-]{43}"/);
  });
});

it('a page decides only if it was opened at a terminal outside of clients', async () => {
  const { client, close } = await daemon.connect();
  client.send(callLine('deploy', {}, 1));
  const id = heldId(await client.next());
  const { print } = await daemon.ask<ApprovalView>(`/approvals/${id}`);
  const decision = { kind: 'approve', standing: null };
  const body = JSON.stringify({ approval: id, print, decision, by: 'anna', at: now, signature: null });
  const decide = (headers: Readonly<Record<string, string>>) =>
    askWeb(url, '/api/approvals/decide', { method: 'POST', headers: { ...headers, ...json }, body });

  for (const seat of ['no terminal', 'inside'] as const) {
    const headers = await signIn(await askForCode(daemon, seat));
    expect((await askWeb(url, '/api/approvals', { headers })).status).toBe(200);
    expect((await decide(headers)).status).toBe(REFUSED.UNAUTHENTICATED);
  }
  const { origin, ...headers } = await signIn(await askForCode(daemon));
  expect((await decide(headers)).status).toBe(REFUSED.POLICY_DENIED);
  expect((await decide({ ...headers, origin: 'http://127.0.0.1:1' })).status).toBe(REFUSED.POLICY_DENIED);
  expect(await daemon.ask<ApprovalView>(`/approvals/${id}`)).toMatchObject({ state: 'pending' });
  expect((await decide({ ...headers, origin: origin ?? '' })).status).toBe(200);
  expect(await daemon.ask<ApprovalView>(`/approvals/${id}`)).toMatchObject({ state: 'approved', decidedBy: 'anna' });
  await close();
});

it('a page that was left, and one of a daemon that has ended, are signed out', async () => {
  const headers = await signIn(await askForCode(daemon));
  expect((await askWeb(url, '/api/leave', { method: 'POST', headers })).status).toBe(200);
  expect((await askWeb(url, '/api/page', { headers })).status).toBe(401);
  await using other = await startInProcess({ config: { daemon: { dashboard_port: 0 } } });
  const theirs = await pageUrl(other);
  const foreign = { ...(await signIn(await askForCode(daemon))), origin: theirs };
  expect((await askWeb(theirs, '/api/page', { headers: foreign })).status).toBe(401);
});

it('what a page looks at ends when it signs out', async () => {
  const headers = await signIn(await askForCode(daemon));
  const looking = askWeb(url, '/api/events', { headers }).catch((error: unknown) => String(error));
  await askWeb(url, '/api/leave', { method: 'POST', headers });
  expect(await looking).toMatch(/aborted|hang up|reset/);
});

it('a page that does not read holds nothing up', async () => {
  const { 'x-mcp-guard-page': token } = await signIn(await askForCode(daemon));
  const { hostname, port, host } = new URL(url);
  const silent = connect({ host: hostname, port: Number(port) });
  silent.write(`GET /api/events HTTP/1.1\r\nhost: ${host}\r\nx-mcp-guard-page: ${token}\r\n\r\n`);
  await once(silent, 'readable');
  const { client, close } = await daemon.connect();
  for (let id = 0; id < 100; id++) client.send(callLine('deploy', { id }, id));
  for (let id = 0; id < 100; id++) expect(await client.next()).toContain('"error"');
  await close();
  silent.destroy();
});

it('where the port is taken, the page is at another one, and nothing is wrong', async () => {
  const squatter = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await using other = await startInProcess({ config: { daemon: { dashboard_port: port } } });
  const { dashboard, dashboardProblem } = await other.ask<DaemonStatus>('/status');
  expect(dashboard).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(new URL(dashboard ?? '').port).not.toBe(String(port));
  expect(dashboardProblem).toBeNull();
  squatter.close();
});

it('without a port there is no page', async () => {
  await using other = await startInProcess({ config: { daemon: { dashboard_port: false } } });
  expect(await other.ask('/status')).toMatchObject({ dashboard: null, dashboardProblem: null });
  expect(await other.ask('/page/code', {})).toMatchObject({
    code: 'CONFIG_INVALID',
    message: 'the page is switched off',
  });
});
