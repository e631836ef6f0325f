import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, type PruneReport } from '@mcp-guard/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startControlServer, type ControlServer } from '../../src/control/control-server.js';
import type { DaemonControl } from '../../src/control/daemon-control.js';
import { ScanRuns } from '../../src/view/scan/scan-runs.js';

const KEY = 'ab'.repeat(32);
const PRUNED: PruneReport = { rows: 3, bytes: 4096, head: '9:ab' };

let folder: string;
let socketPath: string;
let server: ControlServer;
let asked: unknown[];

const fail = (): never => {
  throw new Error('the cause is not for others');
};
const daemon: DaemonControl = {
  status: fail,
  health: fail,
  page: { giveCode: fail, isOpen: fail },
  sessions: () => [],
  calls: { page: fail, detail: fail },
  now: fail,
  servers: { list: fail, detail: fail },
  policy: { view: fail, acknowledge: fail, confirm: fail },
  halt: { halt: fail, release: fail },
  scans: { view: new ScanRuns(fail).view, start: fail },
  edits: {
    insist: (requester) => (asked.push(requester.decider({ hasPassphrase: false }).uid), { mayLoosen: true }),
    edit: fail,
  },
  bridges: () => [],
  stop: () => Promise.resolve({ pid: 1, sessions: 2, unanswered: 0 }),
  approvals: {
    list(decided, limit) {
      asked.push([decided, limit]);
      return [];
    },
    get: (id) => void asked.push(id),
    signingKey: () => null,
    detail: fail,
    preview: fail,
    passphraseChanged: () => undefined,
    giveUpPassphrase: (at, signature) => void asked.push([at, signature]),
    decide: () => Promise.reject(new GuardError('POLICY_DENIED', 'not by you', { hint: 'ask a person' })),
  },
  record: {
    prune(wish, requester) {
      const { uid } = requester.decider({ hasPassphrase: false });
      asked.push([wish, uid]);
      return Promise.resolve(PRUNED);
    },
  },
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-guard-control-'));
  socketPath = join(folder, 'control.sock');
  asked = [];
  server = await startControlServer({ socketPath, key: KEY, daemon, admitted: Promise.resolve() });
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly body: unknown;
}

/** @param body sent as it is; without a length, in chunks */
function ask(method: string, path: string, body?: string, authorization = `Bearer ${KEY}`): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path, agent: false, headers: { authorization } }, (response) => {
      text(response).then((told) => resolve({ status: response.statusCode, body: JSON.parse(told) }), reject);
    });
    sent.once('error', reject);
    if (body !== undefined) sent.write(body);
    sent.end();
  });
}

it('listens for its own user only', () => {
  expect(statSync(socketPath).mode & 0o777).toBe(0o600);
});

it.each([
  ['no key', ''],
  ['another key of the same length', `Bearer ${'cd'.repeat(32)}`],
  ['a longer key', `Bearer ${KEY}0`],
])('answers nothing to %s, not even that it does not know a request', async (_, authorization) => {
  for (const path of ['/approvals', '/unknown']) {
    const answer = await ask('GET', path, undefined, authorization); // oxlint-disable-line no-await-in-loop -- one server
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  }
  expect(asked).toEqual([]);
});

it('hands the query, the id and the body of a request to its route', async () => {
  expect(await ask('GET', '/approvals?decided=true')).toEqual({ status: 200, body: [] });
  expect(await ask('GET', '/approvals/0123456789abcdef')).toMatchObject({ status: 400 });
  expect(await ask('POST', '/approvals/passphrase/off', '{"at":5,"signature":"s"}')).toEqual({ status: 200, body: {} });
  expect(await ask('POST', '/record/prune', '{"to":1}')).toEqual({ status: 200, body: PRUNED });
  expect(await ask('POST', '/edits/loosen')).toEqual({ status: 200, body: { mayLoosen: true } });
  expect(asked).toEqual([
    [true, 1000],
    '0123456789abcdef',
    [5, 's'],
    [{ to: 1 }, process.getuid?.()],
    process.getuid?.(),
  ]);
});

it.each([
  ['GET', '/'],
  ['GET', '/approvals/'],
  ['GET', '/approvals/a/b'],
  ['POST', '/approvals'],
  ['GET', '/approvals/passphrase/off'],
  ['DELETE', '/status'],
])('says of %s %s that it does not know it, and what helps after an update', async (method, path) => {
  const { status, body } = await ask(method, path);
  expect([status, body]).toMatchObject([
    400,
    { code: 'MALFORMED_MESSAGE', hint: expect.objectContaining({ command: 'mcp-guard restart' }) },
  ]);
  expect(asked).toEqual([]);
});

it('refuses a body that is no JSON', async () => {
  expect(await ask('POST', '/record/prune', '{"to":')).toMatchObject({ status: 400 });
  expect(asked).toEqual([]);
});

it('refuses a body that is too long, and the next request is answered', async () => {
  const tooLong = JSON.stringify('a'.repeat(65_536));
  expect(await ask('POST', '/record/prune', tooLong)).toMatchObject({
    status: 413,
    body: { code: 'MESSAGE_TOO_LARGE' },
  });
  expect(asked).toEqual([]);
  expect(await ask('POST', '/stop')).toEqual({ status: 200, body: { pid: 1, sessions: 2, unanswered: 0 } });
});

it('sends a refusal with its hint, and nothing of an unexpected error', async () => {
  expect(await ask('POST', '/approvals/decide', '{}')).toEqual({
    status: 403,
    body: { code: 'POLICY_DENIED', message: 'not by you', hint: 'ask a person' },
  });
  const { status, body } = await ask('GET', '/status');
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('cause');
});

it('keeps requests until the sessions are admitted, and cuts them off if that never comes', async () => {
  await server.close();
  const { promise: admitted, resolve: admit } = Promise.withResolvers<void>();
  server = await startControlServer({ socketPath, key: KEY, daemon, admitted });
  expect(await ask('POST', '/stop', undefined, 'Bearer of nothing')).toMatchObject({ status: 401 });
  const early = ask('GET', '/approvals');
  expect(await Promise.race([early, delay(50, 'no answer')])).toBe('no answer');
  expect(asked).toEqual([]);
  admit();
  expect(await early).toEqual({ status: 200, body: [] });

  await server.close();
  server = await startControlServer({ socketPath, key: KEY, daemon, admitted: new Promise(() => undefined) });
  const never = ask('GET', '/approvals').catch(() => 'cut off');
  await ask('GET', '/', undefined, ''); // the first has come by then
  await server.close();
  expect(await never).toBe('cut off');
});

it('cuts a connection that asks nothing when it closes', async () => {
  const idle = connect(socketPath);
  await once(idle, 'connect');
  const cut = once(idle, 'close');
  await server.close();
  expect(await cut).toEqual([false]);
});
