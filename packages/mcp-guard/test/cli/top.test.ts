import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shellOf, type Shell } from '../support/command.ts';
import { startFakeDaemon } from '../support/fake-daemon.ts';
import { BIN, type TestGuard } from '../support/guard.ts';
import { containing, matching } from '../support/matchers.ts';
import { runWithoutTerminal } from '../support/no-terminal.ts';
import { runProgramInTerminal, type Answer } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/with-guard.ts';

const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';

const shell = (guard: TestGuard): Shell => {
  const { cwd, env } = shellOf(guard);
  return { cwd, env: { ...env, TERM: 'xterm', LANG: 'C.UTF-8' } };
};

/** Runs it between two questions about the modes of the terminal. */
const watch = (guard: TestGuard, script: string, ...answers: readonly Answer[]) =>
  runProgramInTerminal(shell(guard), ['/bin/sh', '-c', script, process.execPath, BIN, 'top'], ...answers);

describe.concurrent('top', () => {
  it('shows a held call of a real client, approves it as a person at the terminal, and leaves the terminal as it was', () => {
    const policy = { permissions: { require_approval: ['echo'] } };
    return withGuard({ servers: { tiny: { ...tinyServer(), policy } } }, async (guard) => {
      await using client = startClient(guard.connect('tiny'));
      await client.initialize();
      const call = (text: string) => client.request('tools/call', { name: 'echo', arguments: { text } });
      expect(await call('one')).toMatchObject({ error: { data: { code: 'APPROVAL_REQUIRED' } } });
      const { code, screen } = await watch(
        guard,
        'stty -g; "$0" "$@"; echo "ended $?"; stty -g',
        ['1 call waits for a person', 'a'],
        ['approve this call? [y/N] ', 'y\n'],
        ['was approved by', 'q'],
      );
      expect(await call('one')).toMatchObject({ result: { content: [{ text: 'one' }] } });
      const [before = '', ...shown] = screen.trimEnd().split('\n');
      expect({ code, before, after: shown.at(-1) }).toEqual({ code: 0, before, after: before });
      const parts = screen.split(LEAVE);
      expect(parts).toEqual([
        matching(/sessions: 1[^]*raw 1[^]*tiny +echo +- +text=one /u),
        matching(/^approval [0-9a-f]{16}\n[^]*\/text: "one"\n[^]*approve this call\? \[y\/N\] y\n/u),
        matching(/^ended 0\n/u),
      ]);
      expect(parts.map((part) => part.includes(ENTER))).toEqual([true, true, false]);
    });
  });

  it('halts all calls with two presses of a key, and releases them as a person at the terminal', () =>
    withGuard({ servers: { tiny: tinyServer() } }, async (guard) => {
      await using client = startClient(guard.connect('tiny'));
      await client.initialize();
      const { code, screen } = await watch(
        guard,
        '"$0" "$@"',
        ['sessions: 1', 'x'],
        ['x once more halts all calls', 'x'],
        ['all calls are halted by', 'x'],
        ['let calls pass again? [y/N] ', 'y\n'],
        ['calls pass again', 'q'],
      );
      expect({ code, parts: screen.split(LEAVE) }).toMatchObject({
        code: 0,
        parts: [
          matching(/1 thing is wrong.*all calls are halted by/u),
          matching(/^all calls are halted since [^]+\? \[y\/N\] y\n/u),
          '',
        ],
      });
      expect(await client.call('echo', { text: 'again' })).toBe('again');
    }));

  it('gives the screen back when it is ended by a signal', () =>
    withGuard({}, async (guard) => {
      await using daemon = await startFakeDaemon(guard, 403, { code: 'POLICY_DENIED', message: 'not for you' });
      const ended = watch(guard, 'echo $$ >pid; exec "$0" "$@"');
      await expect.poll(() => daemon.asked.length).toBeGreaterThan(0);
      process.kill(Number(await readFile(join(guard.home, 'pid'), 'utf8')), 'SIGTERM');
      const { code, screen } = await ended;
      expect({ code, isRestored: screen.endsWith(LEAVE) }).toEqual({ code: 143, isRestored: true });
    }));

  it('gives the screen back when it fails, and says so there', () =>
    withGuard({}, async (guard) => {
      await using _ = await startFakeDaemon(guard, 200, []);
      const { code, screen } = await watch(guard, '"$0" "$@"');
      expect({ code, screen }).toEqual({ code: 70, screen: containing(`${LEAVE}mcp-guard: `) });
    }));

  it('says without a daemon that there is none, and goes on asking', () =>
    withGuard({}, async (guard) => {
      const { code, screen } = await watch(guard, '"$0" "$@"', ['the daemon is not running; asking again', 'q']);
      expect({ code, isRestored: screen.endsWith(LEAVE) }).toEqual({ code: 0, isRestored: true });
    }));

  it.each([
    [['top'], 64, 'mcp-guard: the output is not a terminal\n'],
    [['top', '--once'], 69, 'mcp-guard: the daemon is not running\n'],
  ])('%j says without a terminal and a daemon what is missing', (args, code, words) =>
    withGuard({}, async (guard) => {
      expect(await runWithoutTerminal(shellOf(guard), ...args)).toEqual({
        code,
        stdout: '',
        stderr: containing(words),
      });
    }),
  );
});
