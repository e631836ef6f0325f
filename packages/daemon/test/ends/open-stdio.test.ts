import { GuardError } from '@mcp-guard/core';
import { Reaper } from '@mcp-guard/core/launch';
import { afterAll, describe, expect, it } from 'vitest';
import { openStdio, type StdioOptions } from '../../src/ends/stdio/open-stdio.js';

const reaper = new Reaper();
afterAll(() => reaper.close());

const base: StdioOptions = {
  name: 'demo',
  config: { command: 'sh', args: [] },
  environment: { env: {}, isFilled: false, secrets: [] },
  path: '/usr/bin:/bin',
  terminal: {},
  cwd: '/',
  reaper,
  grace: 2000,
  log: () => undefined,
  share: { ask: (work) => void setImmediate(work), hasTime: true },
};

function refusalOf(own: Partial<StdioOptions>): GuardError {
  try {
    openStdio({ ...base, ...own });
  } catch (error) {
    return GuardError.from(error);
  }
  throw new Error('it was started');
}

describe('a session is refused with a hint if', () => {
  it.each<readonly [title: string, own: Partial<StdioOptions>, message: string, hint: string | undefined]>([
    [
      'the arguments of the server are too long for the system',
      { config: { command: 'sh', args: ['x'.repeat(4_000_000)] } },
      'the server demo cannot be started: its arguments and variables are too long for the system',
      'put long values of servers.demo into a file that the server reads',
    ],
    [
      'an argument has a NUL',
      { config: { command: 'sh', args: ['\0'] } },
      'the server demo cannot be started: a NUL character stands in its arguments or variables',
      'correct args and env of servers.demo',
    ],
    [
      'the command is not there',
      { config: { command: '/no-such-server', args: [] } },
      'the server demo cannot be started: its command was not found: /no-such-server',
      'install it again, or correct servers.demo.command',
    ],
    [
      'the folder cannot be entered',
      { cwd: '/dev/null/none' },
      'the server demo cannot be started: its working folder cannot be entered: /dev/null/none',
      undefined,
    ],
  ])('%s', (_, own, message, hint) => {
    expect(refusalOf(own)).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', message, hint });
  });
});

it('a server that ends is reported with its last lines, without secrets', async () => {
  const script = 'echo "no licence for hunter2 and ghp_aB3dE5gH7jaB3dE5gH7jaB3dE5gH7jaB3dE5" >&2; exit 3';
  const upstream = openStdio({
    ...base,
    config: { command: 'sh', args: ['-c', script] },
    environment: { env: {}, isFilled: false, secrets: ['hunter2'] },
  });
  upstream.output.resume();
  const { message } = await upstream.ended;
  expect(message).toBe('the server demo ended with exit code 3: no licence for [REDACTED] and [REDACTED:github_token]');
  await upstream.close();
});
