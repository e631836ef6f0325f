import { chmod, writeFile } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

const CONFIG = {
  servers: { tiny: tinyServer(), one: { ...tinyServer(), max_sessions: 1 }, missing: { command: 'no-such-program' } },
};

const connectExit = async (guard: TestGuard, server: string, ...lines: readonly string[]): Promise<number | null> => {
  const client = startClient(guard.connect(server));
  for (const line of lines) client.send(line);
  return (await client.end()).code;
};

it('a command that fails prints its error as JSON with --json', () =>
  withProcessGuard('servers: {tiny: {comand: x}}', async (guard) => {
    const run = async (...args: readonly string[]): Promise<unknown> => {
      const { code, stdout } = await guard.run(...args, '--json');
      return [code, JSON.parse(stdout)];
    };
    const missing = containing('mcp-guard.yaml:1:17: servers.tiny.command: this key is missing');
    expect(await run('validate')).toEqual([
      78,
      { error: { code: 'CONFIG_INVALID', message: missing, problems: [missing, containing('comand: unknown key')] } },
    ]);
    expect(await run('status', '--frobnicate')).toEqual([
      64,
      { error: { code: 'USAGE', message: "unknown option '--frobnicate'", hint: 'see: mcp-guard status --help' } },
    ]);
    const hint = 'start it with: mcp-guard start -d';
    expect(await run('status')).toEqual([
      69,
      { error: { code: 'DAEMON_UNAVAILABLE', message: 'the daemon is not running', hint } },
    ]);
  }));

describe.concurrent('the exit code shows why a command failed:', () => {
  it.each<[number, string, readonly string[]]>([
    [69, 'there is no daemon', ['status']],
    [0, 'there is no daemon to stop', ['stop']],
    [69, 'nothing has been recorded yet', ['logs']],
    [1, 'the daemon is not healthy', ['health']],
    [64, 'the command is unknown', ['frobnicate']],
    [64, 'there is no command', []],
    [64, 'the option is unknown', ['status', '--frobnicate']],
    [64, 'a value is missing', ['logs', '--limit']],
    [64, 'a daemon in the foreground has words only', ['start', '--json']],
    [64, 'a value is none of those that are known', ['logs', '--export', 'xml']],
    [78, 'the configuration is not there', ['start', '-d', '-c', '/no/such.yaml']],
    [64, 'the bridge is told no server', ['connect']],
    [64, 'the bridge is told what it does not know', ['connect', '-s', 'tiny', '--command', 'sh']],
  ])('%i, %s', (code, _, args) =>
    withProcessGuard(CONFIG, async (guard) => {
      const result = await guard.run(...args);
      expect(result.code).toBe(code);
      expect(result.stdout + result.stderr).not.toMatch(/\bat .*:\d+:\d+\)?$/mu); // no stack
    }),
  );

  it('65, the client’s first message is refused', () =>
    withGuard(CONFIG, async (guard) => {
      expect(await connectExit(guard, 'tiny', '{"id":1,"id":1,"jsonrpc":"2.0","method":"initialize"}')).toBe(65);
    }));

  it('69, the server is unknown or cannot be started', () =>
    withGuard(CONFIG, async (guard) => {
      expect(await connectExit(guard, 'nobody')).toBe(69);
      expect(await connectExit(guard, 'missing')).toBe(69);
    }));

  it('75, there are too many sessions', () =>
    withGuard(CONFIG, async (guard) => {
      const first = startClient(guard.connect('one'));
      await first.initialize();
      expect(await connectExit(guard, 'one')).toBe(75);
      await first.end();
    }));

  it('77, the key is not the daemon’s, or not the user’s alone', () =>
    withProcessGuard(CONFIG, async (guard) => {
      const { key } = guardPaths(guard.home);
      expect(await guard.run('start', '-d')).toMatchObject({ code: 0 });
      await chmod(key, 0o644);
      expect(await guard.run('status')).toMatchObject({ code: 77 });
      expect(await connectExit(guard, 'tiny')).toBe(77);
      await chmod(key, 0o600);
      expect(await guard.run('status')).toMatchObject({ code: 0 });
    }));

  it('78, the configuration does not load', () =>
    withProcessGuard(CONFIG, async (guard) => {
      await guard.configure('nonsense: true');
      for (const command of [['start'], ['start', '-d'], ['restart'], ['validate'], ['connect', '-s', 'tiny']]) {
        expect(await guard.run(...command)).toMatchObject({ code: 78 });
      }
      await writeFile(guardPaths(guard.home).secrets, 'X=1\n');
      await chmod(guardPaths(guard.home).secrets, 0o644); // whatever the umask of a daemon in this process
      expect(await guard.run('validate')).toMatchObject({ code: 78 });
    }));

  it('0, all went well', () =>
    withGuard(CONFIG, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      expect(await client.end()).toMatchObject({ code: 0 });
      for (const command of ['status', 'health', 'validate', 'logs', 'restart', 'stop']) {
        expect(await guard.run(command)).toMatchObject({ code: 0 });
      }
    }));
});
