import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { createAuthority } from '../../../net/test/support/certificate.js';
import { startRemoteGuard, type RemoteGuard, type RemoteSession } from '../support/http/remote-guard.ts';
import { startScripted, type ScriptedServer } from '../support/http/scripted-server.ts';
import { until } from '../support/until.ts';
import { HOSTILE } from './hostile-scripts.ts';

// Threat 34
describe('a remote server that answers a call with', () => {
  let server: ScriptedServer;
  let guard: RemoteGuard;
  let session: RemoteSession;
  let calls = 0;
  beforeAll(async () => {
    server = await startScripted();
    guard = await startRemoteGuard({ servers: { raw: { url: server.url } } });
    session = await guard.connect();
    await session.initialize();
  });
  afterAll(async () => {
    await guard[Symbol.asyncDispose]();
    await server.close();
  });

  it.each(HOSTILE)('$what: the call gets an error, the record says why, and the next call works', async (row) => {
    const before = (await guard.log()).length;
    server.next(row.script);
    const [bad, good] = [++calls, ++calls];
    const answer = await session.call(bad);
    expect(answer).toMatchObject(refused(bad, row.code));
    expect(JSON.stringify(answer)).not.toMatch(/169\.254|Sign in/u);
    expect(await session.call(good)).toMatchObject({ id: good, result: {} });
    const rows = guard.rows().filter(({ server: name, outcome }) => name === 'raw' && outcome === 'block');
    expect(rows.at(-1)).toMatchObject({ rpcId: String(bad), code: row.code, direction: 'toClient' });
    // What could not be read at all is no matter of the connection.
    if (row.code === 'UPSTREAM_UNAVAILABLE')
      await until('the log says it', async () => (await guard.log()).length > before);
  });
});

it('a server whose certificate does not fit gets no byte of a message', async () => {
  await using server = await startScripted({ tls: createAuthority().issue({ host: 'example.invalid' }) });
  await using other = await startScripted();
  await using guard = await startRemoteGuard({ servers: { raw: { url: server.url }, other: { url: other.url } } });
  const session = await guard.connect();
  expect(await session.call(1)).toMatchObject(refused(1, 'UPSTREAM_UNAVAILABLE'));
  expect(server.heard).toEqual([]);
  expect(await guard.log()).toContain('certificate');
  expect(await (await guard.connect('other')).call(2)).toMatchObject({ id: 2, result: {} });
});
