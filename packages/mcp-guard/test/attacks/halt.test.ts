import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guardPaths, toSignedRelease, type DaemonStatus, type HaltStatus } from '@mcp-guard/core';
import { createApprovalKey, signDecision, writeApprovalKey } from '@mcp-guard/core/approval-key';
import { expect, it } from 'vitest';
import { approve, heldId, listApprovals } from '../support/approvals.ts';
import { askDaemon } from '../support/ask-daemon.ts';
import { askFromTerminal, type Seat } from '../support/ask-from-terminal.ts';
import { callLine, line, ownAnswer, resultLine } from '../support/calls.ts';
import { refused } from '../support/guard-answers.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';
import { readRecord } from '../support/record.ts';
import { until } from '../support/until.ts';
import { heardByServer, initialize, toObject } from '../support/wire-session.ts';

const WORDS = 'the user has halted all calls; do not try again until they say so';
const PASSPHRASE = 'correct horse battery staple';

const panic = (wire: Wire, wish: object = {}): Promise<HaltStatus> => askDaemon(wire.guard, '/halt', wish);
const haltOf = async (wire: Wire): Promise<HaltStatus | null> =>
  (await askDaemon<DaemonStatus>(wire.guard, '/status')).halt;
const fileOf = (wire: Wire): string => join(dirname(wire.guard.home), '.local/state/mcp-guard/halted');

async function release(wire: Wire, seat: Seat = 'outside', more: object = {}): Promise<unknown> {
  const halt = (await haltOf(wire))?.at ?? 0;
  return askFromTerminal(wire.guard, '/release', { halt, by: 'anna', at: Date.now(), signature: null, ...more }, seat);
}

/** The call gets the refusal, and its server hears nothing of it. */
async function expectHalted(session: WireSession, id: string): Promise<void> {
  expect(await ownAnswer(session, callLine('read', {}, id))).toMatchObject(refused(id, 'HALTED'));
  expect(await heardByServer(session)).toEqual([]);
}

async function expectPasses({ client, server }: WireSession, id: string): Promise<void> {
  client.send(callLine('read', {}, id));
  expect(await server.next()).toBe(callLine('read', {}, id));
  server.send(resultLine(id));
  expect(await client.next()).toBe(resultLine(id));
}

it('a halt stops twenty sessions at once, in words for a model, and a release lets them go on', async () => {
  await using wire = await createWire();
  const sessions: WireSession[] = [];
  for (let count = 0; count < 20; count++) sessions.push(await wire.connect());
  for (const { client, server } of sessions) {
    client.send(callLine('read', {}, 'sent'));
    await server.next();
  }
  expect(await panic(wire, { reason: 'it deletes files' })).toMatchObject({
    reason: 'it deletes files',
    problem: null,
  });
  for (const session of sessions) {
    const { client, server } = session;
    const answer = toObject(await client.next());
    expect(answer).toMatchObject({
      ...refused('sent', 'HALTED'),
      error: { code: 10423, message: expect.stringContaining(WORDS) },
    });
    expect(toObject(await server.next())).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: 'sent' },
    });
    server.send(resultLine('sent'));
    await expectHalted(session, 'next');
  }
  expect(await release(wire)).toMatchObject({ reason: 'it deletes files' });
  await Promise.all(sessions.map((session) => expectPasses(session, 'after')));
  const rows = await readRecord(wire.guard);
  expect(rows.filter(({ shape }) => shape === 'halt' || shape === 'release')).toMatchObject([
    { kind: 'daemon', detail: expect.stringMatching(/^all calls are halted by .+; it deletes files$/u) },
    { kind: 'daemon', detail: expect.stringMatching(/^calls pass again: released by anna \(.+\)$/u) },
  ]);
});

it('a response that comes after its call was halted is recorded and delivered to no call with its id', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  session.client.send(callLine('read', {}, 'late'));
  await session.server.next();
  await panic(wire);
  expect(toObject(await session.client.next())).toMatchObject(refused('late', 'HALTED'));
  await session.server.next();
  await release(wire);
  expect(await ownAnswer(session, callLine('read', {}, 'late'))).toMatchObject(refused('late', 'MALFORMED_MESSAGE'));
  session.server.send(resultLine('late', { content: [{ type: 'text', text: 'the answer of before' }] }));
  await expectPasses(session, 'other');
  await expectPasses(session, 'late');
  const rows = await readRecord(wire.guard);
  expect(rows.filter(({ shape, code }) => shape === 'result' && code === 'HALTED')).toHaveLength(1);
});

it('signs of life and notifications of a client pass, and nothing that a server asks or tells', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  const { client, server } = session;
  await initialize(session, { capabilities: { tools: { listChanged: true } } });
  await panic(wire);
  client.send(line({ id: 'p', method: 'ping' }));
  await server.next();
  server.send(line({ id: 'p', result: {} }));
  expect(toObject(await client.next())).toMatchObject({ id: 'p', result: {} });
  client.send(line({ method: 'notifications/roots/list_changed' }));
  expect(toObject(await server.next())).toMatchObject({ method: 'notifications/roots/list_changed' });
  const params = { messages: [], maxTokens: 1 };
  for (const method of ['sampling/createMessage', 'elicitation/create', 'roots/list']) {
    server.send(line({ id: method, method, params }));
    expect(toObject(await server.next())).toMatchObject(refused(method, 'HALTED'));
  }
  server.send(line({ method: 'notifications/message', params: { level: 'info', data: 'do it all the same' } }));
  for (const [id, method] of Object.entries({
    l: 'tools/list',
    r: 'resources/read',
    g: 'prompts/get',
    c: 'tools/call',
  }))
    expect(await ownAnswer(session, line({ id, method, params: { name: 'x', uri: 'x:' } }))).toMatchObject({
      id,
      error: { data: { code: 'HALTED' } },
    });
  await release(wire);
  expect(toObject(await client.next())).toMatchObject({ method: 'notifications/tools/list_changed' });
});

it('call-without-an-id: a tool that is called as a notification does not reach its server', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  await panic(wire);
  const params = { name: 'wipe', arguments: {} };
  session.client.send(
    line({ method: 'tools/call', params }),
    line({ method: 'vendor/do', params }),
    line({ method: 'notifications/roots/list_changed' }),
  );
  expect(toObject(await session.server.next())).toMatchObject({ method: 'notifications/roots/list_changed' });
  const rows = await readRecord(wire.guard);
  expect(rows.filter(({ code }) => code === 'HALTED').map(({ method }) => method)).toEqual(['tools/call', 'vendor/do']);
});

it('a call that waits for a person is answered, stays pending, and passes only when approved after the release', async () => {
  const policy = { permissions: { require_approval: ['read'] } };
  await using wire = await createWire({ policy, config: { approvals: { wait: 600 } } });
  const session = await wire.connect();
  session.client.send(callLine('read', {}, 'held'));
  const { id } = await until('it is held', async () => (await listApprovals(wire.guard))[0]);
  await panic(wire);
  expect(toObject(await session.client.next())).toMatchObject(refused('held', 'HALTED'));
  expect(await listApprovals(wire.guard)).toMatchObject([{ id, state: 'pending' }]);
  expect(await approve(wire.guard, id)).toMatchObject({ state: 'approved' });
  await expectHalted(session, 'again');
  expect(await listApprovals(wire.guard)).toMatchObject([{ id, state: 'approved' }]);
  await release(wire);
  await expectPasses(session, 'now');
});

it('halt-undone-by-stop: a daemon that a client starts after a stop lets nothing pass', async () => {
  await using wire = await createWire();
  await wire.connect();
  await panic(wire, { reason: 'why' });
  await wire.guard.run('stop');
  await expectHalted(await wire.connect(), 'a');
  expect(await haltOf(wire)).toMatchObject({ reason: 'why', problem: null });
});

it('halt-undone-by-delete-of-file: the copy of the record keeps the halt, and says what happened', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  await panic(wire);
  rmSync(fileOf(wire));
  const told = { problem: expect.stringContaining('was deleted by another program') };
  await until('it is told', async () => (await haltOf(wire))?.problem);
  await expectHalted(session, 'running');
  expect(await haltOf(wire)).toMatchObject(told);
  await wire.guard.run('stop');
  await expectHalted(await wire.connect(), 'a');
  expect(await haltOf(wire)).toMatchObject(told);
  const rows = await readRecord(wire.guard);
  expect(rows.filter(({ warn }) => warn)).toContainEqual(expect.objectContaining({ shape: 'halted still' }));
  await release(wire);
  await expectPasses(await wire.connect(), 'b');
});

it('a file of the halt that cannot be read halts all calls, also of a daemon that runs', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  await expectPasses(session, 'before');
  writeFileSync(fileOf(wire), '{"at":', { mode: 0o600 });
  await until('it has been seen', () => haltOf(wire));
  await expectHalted(session, 'a');
  expect(await haltOf(wire)).toMatchObject({
    reason: expect.stringContaining('does not hold what this version wrote'),
  });
  await wire.guard.run('stop');
  await expectHalted(await wire.connect(), 'b');
  await release(wire);
  expect(existsSync(fileOf(wire))).toBe(false);
});

it('release-by-agent: neither a program without a terminal nor a terminal below a client releases', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  const halt = await panic(wire);
  const body = { halt: halt.at, by: 'the boss', at: Date.now(), signature: null };
  expect(await askDaemon(wire.guard, '/release', body)).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await release(wire, 'inside')).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await wire.guard.run('release')).toMatchObject({ code: 77, stdout: '' });
  await expectHalted(session, 'a');
});

it('a release needs the passphrase where one is required, and is about one halt only', async () => {
  await using wire = await createWire({ config: { approvals: { passphrase: true } } });
  const key = createApprovalKey(PASSPHRASE, { cost: 1024 });
  writeApprovalKey(guardPaths(wire.guard.home).approvalKey, key);
  const session = await wire.connect();
  const { at: halt } = await panic(wire);
  const said = { halt, by: 'anna', at: Date.now() };
  const signed = { ...said, signature: signDecision(key, PASSPHRASE, toSignedRelease(said)) ?? '' };
  expect(await release(wire)).toMatchObject({ code: 'UNAUTHENTICATED', message: 'a decision needs the passphrase' });
  expect(await release(wire, 'outside', { ...signed, by: 'eve' })).toMatchObject({ code: 'UNAUTHENTICATED' });
  await expectHalted(session, 'a');
  expect(await release(wire, 'outside', signed)).toMatchObject({ at: halt });
  await expectPasses(session, 'b');
  await panic(wire);
  expect(await release(wire, 'outside', signed)).toMatchObject({ message: 'another halt is in force by now' });
  await expectHalted(session, 'c');
});

it('a halt that ends sessions answers their calls first, and lets none begin', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  session.client.send(callLine('read', {}, 'sent'));
  await session.server.next();
  await panic(wire, { ends: true });
  expect(toObject(await session.client.next())).toMatchObject(refused('sent', 'HALTED'));
  expect(await session.exit).toMatchObject({ code: 75, stderr: `mcp-guard: ${WORDS}\n` });
  await expect(wire.connect()).rejects.toMatchObject({ exit: { code: 75 } });
  await release(wire);
  await expectPasses(await wire.connect(), 'a');
});

it('an approval id that an agent holds is worth nothing while all calls are halted', async () => {
  await using wire = await createWire({ policy: { permissions: { require_approval: ['read'] } } });
  const session = await wire.connect();
  const id = heldId(JSON.stringify(await ownAnswer(session, callLine('read', {}, 1))));
  await approve(wire.guard, id);
  await panic(wire);
  await expectHalted(session, 'a');
  expect(await listApprovals(wire.guard)).toMatchObject([{ id, state: 'approved' }]);
});
