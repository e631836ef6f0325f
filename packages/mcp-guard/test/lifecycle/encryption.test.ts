import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { guardPaths } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import type { TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { startClient } from '../support/raw-client.ts';
import { expectIntactRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

// covers: daemon.encryption

const CANARY = 'canary-in-the-name-of-a-tool';
const PLAIN = { servers: { tiny: tinyServer() } };
const ENCRYPTED = { ...PLAIN, daemon: { encryption: { enabled: true } } };
const KEY = 'ab'.repeat(32);

/** Puts the canary into the record: the name of a tool is recorded. */
async function plant(guard: TestGuard): Promise<void> {
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  expect(await client.request('tools/call', { name: CANARY })).toMatchObject({ error: { code: -32602 } });
  await client.end();
}

/** The bytes of the database and of what SQLite keeps beside it. */
async function bytesOf(guard: TestGuard): Promise<string> {
  const { database } = guardPaths(guard.home);
  const files = ['', '-wal', '-shm'].map((suffix) => database + suffix).filter((file) => existsSync(file));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join();
}

const runWith = (guard: TestGuard, key: string, ...args: readonly string[]) => {
  const { cwd, env } = shellOf(guard);
  return startCommand({ cwd, env: { ...env, MCP_GUARD_DATABASE_KEY: key } }, ...args).ended;
};

describe.concurrent('an encrypted record', () => {
  it('shows a planted canary in no file, and in the logs with and without a daemon', () =>
    withGuard(ENCRYPTED, async (guard) => {
      await plant(guard);
      expect(await bytesOf(guard)).not.toContain(CANARY);
      expect(await guard.run('logs')).toMatchObject({ code: 0, stdout: containing(CANARY) });
      await expectIntactRecord(guard);
      await guard.run('stop');
      const bytes = await bytesOf(guard);
      expect(bytes).not.toContain(CANARY);
      expect(bytes).not.toContain('SQLite format 3');
      expect(await guard.run('logs')).toMatchObject({ code: 0, stdout: containing(CANARY) });
      await expectIntactRecord(guard);
    }));

  it('would show the canary without encryption, so the search works', () =>
    withGuard(PLAIN, async (guard) => {
      await plant(guard);
      await guard.run('stop');
      expect(await bytesOf(guard)).toContain(CANARY);
    }));

  it('goes on after a restart', () =>
    withGuard(ENCRYPTED, async (guard) => {
      await plant(guard);
      expect(await guard.run('restart')).toMatchObject({ code: 0 });
      await plant(guard);
      const { stdout } = await guard.run('logs', '--export', 'jsonl', '--tool', CANARY);
      expect(stdout.trimEnd().split('\n')).toHaveLength(4);
      await expectIntactRecord(guard);
    }));

  it('is not opened with another key: the daemon and the logs report it and change nothing', () =>
    withProcessGuard(ENCRYPTED, async (guard) => {
      await plant(guard);
      await guard.run('stop');
      const { database, databaseKey } = guardPaths(guard.home);
      const before = await readFile(database);
      const refused = { code: 78, stderr: `mcp-guard: the database ${database} is not encrypted with this key\n` };
      expect(await runWith(guard, KEY, 'logs')).toMatchObject(refused);
      expect(await runWith(guard, KEY, 'start', '-d')).toMatchObject(refused);
      const key = await readFile(databaseKey);
      await writeFile(databaseKey, `${KEY}\n`);
      expect(await startClient(guard.connect('tiny')).end()).toMatchObject(refused);
      expect(await readFile(database)).toEqual(before);
      await writeFile(databaseKey, key);
      expect(await guard.run('start', '-d')).toMatchObject({ code: 0 });
    }));

  it('takes its key from MCP_GUARD_DATABASE_KEY and then keeps none beside it', () =>
    withProcessGuard(ENCRYPTED, async (guard) => {
      expect(await runWith(guard, KEY, 'start', '-d')).toMatchObject({ code: 0 });
      await plant(guard);
      expect(existsSync(guardPaths(guard.home).databaseKey)).toBe(false);
      expect(await runWith(guard, KEY, 'logs')).toMatchObject({ code: 0, stdout: containing(CANARY) });
      await guard.run('stop');
      expect(await guard.run('logs')).toMatchObject({ code: 78 });
    }));

  it('needs a key of 32 bytes', () =>
    withProcessGuard(ENCRYPTED, async (guard) => {
      expect(await runWith(guard, 'short', 'start', '-d')).toMatchObject({
        code: 78,
        stderr: containing('MCP_GUARD_DATABASE_KEY is not 32 bytes in hex'),
      });
    }));

  it('is not opened with a key that others can read', () =>
    withProcessGuard(ENCRYPTED, async (guard) => {
      await plant(guard);
      await guard.run('stop');
      await chmod(guardPaths(guard.home).databaseKey, 0o644);
      expect(await guard.run('start', '-d')).toMatchObject({ code: 78, stderr: containing('can be read by others') });
      expect(await guard.run('logs')).toMatchObject({ code: 77, stderr: containing('is not private to this user') });
    }));

  it('is distinguished from a plain one, whichever way the configuration changes', () =>
    withProcessGuard(ENCRYPTED, async (guard) => {
      await plant(guard);
      await guard.run('stop');
      await guard.configure(PLAIN);
      expect(await guard.run('start', '-d')).toMatchObject({
        code: 78,
        stderr: containing('is encrypted, or not a database'),
      });
      await rm(guardPaths(guard.home).database);
      await plant(guard);
      await guard.run('stop');
      await guard.configure(ENCRYPTED);
      expect(await guard.run('start', '-d')).toMatchObject({
        code: 78,
        stderr: containing('is not encrypted\n'),
      });
    }));
});
