import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../net/test/support/certificate.js';
import { refused } from '../support/guard-answers.ts';
import { callLine } from '../support/calls.ts';
import { startRemoteGuard } from '../support/http/remote-guard.ts';
import { answerInJson, startScripted, type Script } from '../support/http/scripted-server.ts';
import { toObject } from '../support/wire-session.ts';
import { until } from '../support/until.ts';

// covers: servers.*.url, servers.*.headers, servers.*.upstream_auth_token, servers.*.ca_file, servers.*.max_concurrent

describe('a remote server', () => {
  it('is reached at its url, with its headers and its upstream_auth_token in every request, and no other server gets them', async () => {
    await using server = await startScripted();
    await using other = await startScripted();
    const token = 'a-token-of-the-test';
    const raw = { url: server.url, headers: { 'X-Team': 'one' }, upstream_auth_token: token };
    await using guard = await startRemoteGuard({ servers: { raw, other: { url: other.url } } });
    const [session, beside] = [await guard.connect(), await guard.connect('other')];
    await session.initialize();
    await beside.initialize();
    expect(await session.call(1)).toMatchObject({ id: 1, result: {} });
    expect(await beside.call(1)).toMatchObject({ id: 1, result: {} });
    for (const { headers } of server.heard) {
      expect(headers).toMatchObject({ 'x-team': 'one', authorization: `Bearer ${token}` });
    }
    for (const { headers } of other.heard) expect(headers).not.toHaveProperty('authorization');
    expect(JSON.stringify(guard.rows()) + (await guard.log())).not.toContain(token);
  });

  it('with a certificate that only the ca_file knows is reached', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mcp-guard-ca-'));
    const authority = createAuthority();
    const file = join(folder, 'ca.pem');
    await writeFile(file, authority.cert, { mode: 0o600 });
    await using server = await startScripted({ tls: authority.issue({ host: 'localhost' }) });
    const url = `https://localhost:${server.port}/mcp`;
    const shared = { url, allow_private: true };
    await using guard = await startRemoteGuard({ servers: { raw: { ...shared, ca_file: file }, without: shared } });
    const [session, without] = [await guard.connect(), await guard.connect('without')];
    expect(await session.call(1)).toMatchObject({ id: 1, result: {} });
    expect(await without.call(1)).toMatchObject(refused(1, 'UPSTREAM_UNAVAILABLE'));
    await rm(folder, { recursive: true });
  });

  it('gets at most max_concurrent requests at once', async () => {
    await using server = await startScripted();
    await using guard = await startRemoteGuard({ servers: { raw: { url: server.url, max_concurrent: 2 } } });
    const { client, initialize } = await guard.connect();
    await initialize();
    const held: (() => void)[] = [];
    const hold: Script = ({ response, id }) => void held.push(() => answerInJson(response, id));
    server.next(hold, hold);
    client.send(callLine('work', {}, 1), callLine('work', {}, 2), callLine('work', {}, 3));
    await until('two are there', () => held.length === 2);
    const calls = (): number => server.heard.filter(({ body }) => body.includes('tools/call')).length;
    expect(calls()).toBe(2);
    for (const finish of held) finish();
    expect((await client.take(3)).map((line) => toObject(line)['id'])).toHaveLength(3);
    expect(calls()).toBe(3);
  });
});
