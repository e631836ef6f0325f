import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { afterAll, expect, it } from 'vitest';
import { awaitReload, refuseOther } from '../../src/init/try-servers.js';

const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
writeFileSync(at('mine.yaml'), '');
symlinkSync(at('mine.yaml'), at('link.yaml'));
symlinkSync(folder, at('linked'));

/** A daemon as far as it reports its state; or the error that is thrown instead. */
const daemonWith = (answer: string | GuardError) => ({
  control: () => ({
    get: async <T>() => {
      if (answer instanceof GuardError) throw answer;
      const status: T = JSON.parse(JSON.stringify({ config: { path: answer }, servers: [{ name: 'files' }] }));
      return status;
    },
    post: () => Promise.reject(new Error('nothing is posted')),
  }),
});

it.each([
  ['the same', 'mine.yaml', 'mine.yaml'],
  ['the same, behind a link', 'mine.yaml', 'link.yaml'],
  ['the same, in a folder behind a link', 'linked/mine.yaml', 'mine.yaml'],
  ['the same, which is not there yet', 'linked/new.yaml', 'new.yaml'],
])('a daemon with %s configuration is tried', async (_, theirs, ours) => {
  const daemon = daemonWith(at(theirs));
  await expect(refuseOther(daemon, at(ours))).resolves.toBeUndefined();
  await expect(awaitReload(daemon, at(ours), ['files'])).resolves.toBeUndefined();
});

it('a daemon with another configuration is not mistaken for the guard under setup, though its servers have the same names', async () => {
  const daemon = daemonWith(at('other.yaml'));
  const refused = { code: 'CONFIG_INVALID', hint: { command: `mcp-guard init -c ${at('other.yaml')}` } };
  await expect(refuseOther(daemon, at('mine.yaml'))).rejects.toMatchObject(refused);
  await expect(awaitReload(daemon, at('mine.yaml'), ['files'])).rejects.toMatchObject(refused);
});

it('without a daemon there is no wait; a daemon that cannot report its state is reported', async () => {
  const none = daemonWith(new GuardError('DAEMON_UNAVAILABLE', 'the daemon is not running'));
  await expect(awaitReload(none, at('mine.yaml'), ['files'])).resolves.toBeUndefined();
  const broken = daemonWith(new GuardError('UNAUTHENTICATED', 'wrong key'));
  await expect(awaitReload(broken, at('mine.yaml'), ['files'])).rejects.toThrow('wrong key');
});
