import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestConfig, TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { listProcesses } from '../support/processes.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';

// covers: auth.api_keys

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const createKey = (): string => `canary-${randomBytes(16).toString('hex')}`;

/** `reader` may use `echo` and `environment` only, `writer` everything. */
const configOf = (keys: Readonly<Record<string, readonly string[]>>, mode = 'api_key'): TestConfig => ({
  servers: { tiny: tinyServer() },
  auth: {
    mode,
    api_keys: Object.fromEntries(Object.entries(keys).map(([key, roles]) => [key, { roles }])),
    roles: { reader: { permissions: { allowed_tools: ['echo', 'environment'] } }, writer: {} },
  },
});

const connect = (guard: TestGuard, key: string | undefined): RawClient =>
  startClient(guard.connect('tiny'), key === undefined ? {} : { env: { MCP_GUARD_API_KEY: key } });
const pid = (client: RawClient) => client.request('tools/call', { name: 'pid' });
const refused = (words: string): object => ({ code: 77, stderr: containing(`mcp-guard: ${words}`) });

describe.concurrent('an API key', () => {
  it.each([
    ['as it is', (key: string) => key],
    ['as its hash', (key: string) => `sha256:${sha256(key)}`],
  ])('that the configuration holds %s opens a session with its roles', (_, toEntry) =>
    withGuard({}, async (guard) => {
      const [reader, writer] = [createKey(), createKey()];
      await guard.configure(configOf({ [toEntry(reader)]: ['reader'], [toEntry(writer)]: ['writer'] }));
      const [one, two] = [connect(guard, reader), connect(guard, writer)];
      await Promise.all([one.initialize(), two.initialize()]);
      expect(await one.call('echo', { text: 'hello' })).toBe('hello');
      expect(await pid(one)).toMatchObject({ error: { code: 10403 } });
      expect(await pid(two)).toMatchObject({ result: {} });
      expect([await one.end(), await two.end()]).toMatchObject([{ code: 0 }, { code: 0 }]);
      const actors = new Set((await readRecord(guard, '--method', 'tools/call')).map(({ actor }) => actor));
      expect(actors).toEqual(new Set([reader, writer].map((key) => `key:${sha256(key).slice(0, 12)}`)));
    }),
  );

  it('that is wrong or missing opens nothing', () =>
    withGuard({}, async (guard) => {
      const [key, hashed] = [createKey(), createKey()];
      await guard.configure(configOf({ [key]: ['reader'], [`sha256:${sha256(hashed)}`]: ['reader'] }));
      const wrong = [`${key}x`, key.slice(0, -1), key.toUpperCase(), sha256(hashed), `sha256:${sha256(hashed)}`];
      for (const given of [...wrong, 'constructor', '__proto__', 'toString']) {
        expect(await connect(guard, given).end()).toMatchObject(refused('the API key is unknown to this guard'));
      }
      for (const given of [undefined, '']) {
        expect(await connect(guard, given).end()).toMatchObject(refused('no API key was given'));
      }
      expect(await connect(guard, 'x'.repeat(100_000)).end()).toMatchObject({ code: 77 });
    }));

  it.each(['constructor', 'toString', 'hasOwnProperty'])('may have a name that every object has: %s', (name) =>
    withGuard(configOf({ [name]: ['reader'] }), async (guard) => {
      const client = connect(guard, name);
      await client.initialize();
      expect(await pid(client)).toMatchObject({ error: { code: 10403 } });
      await client.end();
      expect(await connect(guard, 'valueOf').end()).toMatchObject({ code: 77 });
    }),
  );

  it('that is removed ends the permission of open sessions at the next message', () =>
    withGuard({}, async (guard) => {
      const [removed, kept] = [createKey(), createKey()];
      await guard.configure(configOf({ [removed]: ['writer'], [kept]: ['writer'] }));
      const [client, bystander] = [connect(guard, removed), connect(guard, kept)];
      await Promise.all([client.initialize(), bystander.initialize()]);
      expect(await pid(client)).toMatchObject({ result: {} });

      await guard.configure(configOf({ [kept]: ['writer'] }));
      const error = await until('it is refused', async () => (await pid(client))?.error);
      expect(error).toMatchObject({
        code: 10401,
        message: containing('the API key is no longer valid'),
        data: { code: 'UNAUTHENTICATED', rule: containing('auth.api_keys') },
      });
      const large = { name: 'echo', arguments: { text: 'x'.repeat(200_000) } };
      expect(await client.request('tools/call', large)).toMatchObject({ error: { code: 10401 } });
      expect(await pid(bystander)).toMatchObject({ result: {} });
      expect(await connect(guard, removed).end()).toMatchObject({ code: 77 });
      await Promise.all([client.end(), bystander.end()]);
    }));

  it('that loses a role has lost it at the next message', () =>
    withGuard({}, async (guard) => {
      const key = createKey();
      await guard.configure(configOf({ [key]: ['writer'] }));
      const client = connect(guard, key);
      await client.initialize();
      expect(await pid(client)).toMatchObject({ result: {} });
      await guard.configure(configOf({ [key]: ['reader'] }));
      await until('it is refused', async () => (await pid(client))?.error?.code === 10403);
      await guard.configure(configOf({ [key]: ['writer'] }, 'os'));
      const error = await until('it is refused otherwise', async () => {
        const answer = await pid(client);
        return answer?.error?.code === 10401 && answer.error;
      });
      expect(error.message).toContain(': the authentication mode has changed; reconnect');
      await client.end();
    }));

  it('is nowhere in clear: not in the home, a log, a refusal, a server or a process list', () =>
    withGuard({}, async (guard) => {
      const [key, wrong] = [createKey(), createKey()];
      await guard.configure(configOf({ [`sha256:${sha256(key)}`]: ['reader'] }));
      // The first client starts the daemon, whose environment its servers would share.
      expect((await connect(guard, wrong).end()).stderr).not.toContain(wrong);
      const client = connect(guard, key);
      await client.initialize();
      expect(await client.call('environment')).not.toContain('MCP_GUARD_API_KEY');
      expect(await pid(client)).toMatchObject({ error: { code: 10403 } });
      const commands = listProcesses().map(({ command }) => command);
      const daemon = await guard.daemonPid();
      const environment = await readFile(`/proc/${daemon}/environ`, 'latin1').catch(() => '');
      const status = (await guard.run('status', '--json')).stdout;
      expect((await client.end()).stderr).not.toContain(key);
      const told = [...commands, environment, status, (await guard.run('logs', '--export', 'jsonl')).stdout];
      told.push(...(await contentsOf(guard.home)));
      await guard.run('stop');
      for (const text of [...told, ...(await contentsOf(guard.home))]) {
        expect(text.includes(key) || text.includes(wrong)).toBe(false);
      }
    }));
});

it('is in no reported problem of the configuration', () =>
  withGuard({}, async (guard) => {
    const key = createKey();
    const wrong = [{ roles: ['nobody'] }, { role: ['reader'] }, { roles: [] }, 'reader'];
    for (const entry of wrong) {
      await guard.configure({ servers: {}, auth: { mode: 'api_key', api_keys: { [key]: entry } } });
      const { code, stderr } = await guard.run('validate');
      expect({ code, stderr }).toEqual({ code: 78, stderr: containing('auth.api_keys.<key>') });
      expect(stderr).not.toContain(key);
    }
    await guard.configure({ auth: { api_keys: { [`sha256:${key}`]: {} } } });
    expect((await guard.run('validate')).stderr).not.toContain(key);
  }));

/** Of every file, the database and its WAL included. */
async function contentsOf(folder: string): Promise<string[]> {
  const paths = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
  const files = await Promise.all(paths.map(async (path) => ((await stat(path)).isFile() ? path : undefined)));
  return Promise.all(files.filter((path) => path !== undefined).map((path) => readFile(path, 'latin1')));
}
