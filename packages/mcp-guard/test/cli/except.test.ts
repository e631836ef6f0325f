import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../../cli/test/run-here.ts';
import { shellOf } from '../support/command.ts';
import type { TestGuard } from '../support/guard.ts';
import { readRecord } from '../support/record.ts';
import { runInTerminal } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';
const { command, args } = tinyServer();
const YAML = `servers: # mine
  tiny: {command: ${JSON.stringify(command)}, args: ${JSON.stringify(args)}}
`;
const NO_SUCH = 'mcp-guard: the record has no row x\n';

/** A guard that has refused a key, and the number of that row. */
const withRefused = (test: (guard: TestGuard, id: string) => Promise<void>): Promise<void> =>
  withGuard(YAML, async (guard) => {
    await using client = startClient(guard.connect('tiny'));
    await client.initialize();
    expect(await client.request('tools/call', { name: 'echo', arguments: { text: KEY } })).toMatchObject({
      error: { data: { code: 'CONTENT_BLOCKED' } },
    });
    const row = (await readRecord(guard, '-t', 'block')).at(-1);
    await test(guard, String(row?.seq));
  });

const textOf = (guard: TestGuard): Promise<string> => readFile(join(guard.home, 'mcp-guard.yaml'), 'utf8');

describe('except', () => {
  it('writes the exception that a refusal offers, and the value passes', () =>
    withRefused(async (guard, id) => {
      expect((await guard.run('logs', '-t', 'block')).stderr).toContain(
        `if it is a false alarm: mcp-guard except ${id}`,
      );
      const { code, screen } = await runInTerminal(shellOf(guard), ['except', id], ['[y/N] ', 'y\n']);
      expect(screen).toMatch(/let aws_key with the fingerprint [0-9a-f]{16} pass\? \[y\/N\] /u);
      expect(code).toBe(0);
      expect(await textOf(guard)).toMatch(
        /^servers: # mine\n[^\n]+\npii:\n {2}exceptions:\n {4}- type: aws_key\n {6}fingerprint: "?[0-9a-f]{16}"?\n$/u,
      );
      await using client = startClient(guard.connect('tiny'));
      await client.initialize();
      await until('the daemon has read it', async () => {
        const answer = await client.request('tools/call', { name: 'pid', arguments: { text: KEY } });
        return JSON.stringify(answer).includes('"result"');
      });
      const again = await runHere(shellOf(guard), 'except', id);
      expect(again).toMatchObject({ code: 0, stderr: '' });
      expect(again.stdout).toMatch(/ is refused no more; nothing was changed\n$/u);
      const place = await runInTerminal(shellOf(guard), ['except', id, '--path', '--yes', '--json']);
      expect(place.screen).toContain('"exception":{"type":"aws_key","server":"tiny","path":"/params/arguments/text"}');
      expect(await textOf(guard)).toMatch(
        / {4}- type: aws_key\n {6}server: tiny\n {6}path: \/params\/arguments\/text\n$/u,
      );
    }));

  it('writes the exception for a value that was taken out of an answer and is written back', () =>
    withGuard(`${YAML}pii: {actions: {ssn: {request: warn}}}\n`, async (guard) => {
      await using client = startClient(guard.connect('tiny'));
      await client.initialize();
      const read = () => client.request('tools/call', { name: 'echo', arguments: { text: `id 536-90-4399` } });
      const answer = JSON.stringify(await read());
      expect(answer).toContain('id [REDACTED:ssn]');
      const text = 'id [REDACTED:ssn] and more';
      expect(await client.request('tools/call', { name: 'echo', arguments: { text } })).toMatchObject({
        error: { data: { code: 'CONTENT_BLOCKED', type: 'ssn' } },
      });
      const id = String((await readRecord(guard, '-t', 'block')).at(-1)?.seq);
      expect((await guard.run('logs', '-t', 'block')).stderr).toContain(
        `if it is a false alarm: mcp-guard except ${id}`,
      );
      const { code, screen } = await runInTerminal(shellOf(guard), ['except', id], ['[y/N] ', 'y\n']);
      expect(screen).toMatch(/let ssn with the fingerprint [0-9a-f]{16} pass\? \[y\/N\] /u);
      expect(code).toBe(0);
      await until('the daemon has read it', async () => JSON.stringify(await read()).includes('536-90-4399'));
      expect((await runHere(shellOf(guard), 'except', id)).stdout).toMatch(
        / is refused no more; nothing was changed\n$/u,
      );
    }));

  it('excepts a place of a server with --path', () =>
    withRefused(async (guard, id) => {
      await runInTerminal(shellOf(guard), ['except', id, '--path', '--yes']);
      expect(await textOf(guard)).toMatch(
        /pii:\n {2}exceptions:\n {4}- type: aws_key\n {6}server: tiny\n {6}path: \/params\/arguments\/text\n$/u,
      );
    }));

  it('writes nothing where a base would still refuse the value', () =>
    withRefused(async (guard, id) => {
      await writeFile(join(guard.home, 'team.yaml'), 'allow_other_servers: true\npii: {}\n', { mode: 0o600 });
      await guard.configure(`extends: {path: team.yaml}\n${YAML}`);
      const { code, stderr } = await runHere(shellOf(guard), 'except', id);
      expect(stderr).toContain('default: pii.actions.secret.request would still refuse it; nothing was written');
      expect(stderr).toContain('a base is excused by its own exceptions only');
      expect(code).toBe(77);
    }));

  it('excepts nothing that no detector has refused, and nothing without a terminal', () =>
    withRefused(async (guard, id) => {
      const before = await textOf(guard);
      const shell = shellOf(guard);
      expect(await runHere(shell, 'except', '1')).toMatchObject({
        code: 64,
        stderr: expect.stringContaining('row 1 was not refused: only what a detector refused can be excepted'),
      });
      expect(await runHere(shell, 'except', 'x')).toMatchObject({ code: 64, stderr: expect.stringContaining(NO_SUCH) });
      expect((await guard.run('except', id, '--yes')).code).toBe(77);
      expect(await textOf(guard)).toBe(before);
    }));
});
