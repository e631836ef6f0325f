import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Reaper, StartFault, startServer, type ServerStart, type StartedServer } from '../../src/launch/index.js';

const reaper = new Reaper();
const cwd = mkdtempSync(join(tmpdir(), 'mcp-guard-start-'));
afterAll(() => {
  reaper.close();
  rmSync(cwd, { recursive: true });
});

const start = (own: Partial<ServerStart>): StartedServer =>
  startServer({ command: 'sh', args: [], env: {}, path: '/usr/bin:/bin', cwd, ...own }, reaper);

function reasonOf(own: Partial<ServerStart>): string {
  try {
    start(own);
  } catch (error) {
    if (error instanceof StartFault) return `${error.reason}: ${error.message}`;
    throw error;
  }
  return 'started';
}

writeFileSync(join(cwd, 'file'), '');

describe('a server is refused before it starts where', () => {
  it.each<readonly [title: string, own: Partial<ServerStart>, reason: string]>([
    [
      'its command is not there',
      { command: 'no-such-server' },
      'command: cannot be started: its command was not found',
    ],
    [
      'its folder is a file',
      { cwd: join(cwd, 'file') },
      'folder: cannot be started: its working folder cannot be entered',
    ],
    [
      'its folder is not there',
      { cwd: '/nonexistent' },
      'folder: cannot be started: its working folder cannot be entered',
    ],
    [
      'its arguments are longer than the system takes',
      { args: ['x'.repeat(4_000_000)] },
      'size: cannot be started: its arguments and variables are too long for the system',
    ],
    [
      'its variables are longer than the system takes',
      { env: { LONG: 'x'.repeat(4_000_000) } },
      'size: cannot be started: its arguments and variables are too long for the system',
    ],
    [
      'an argument has a NUL',
      { args: ['\0'] },
      'nul: cannot be started: a NUL character stands in its arguments or variables',
    ],
  ])('%s', (_, own, reason) => expect(reasonOf(own)).toBe(reason));
});

describe('a started server', () => {
  it('has three streams and reports how it ended', async () => {
    const server = start({ args: ['-c', 'read -r line; echo "heard $line"; echo why >&2; exit 3'] });
    const texts: string[] = [];
    server.output.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
    server.errors.on('data', (text: string) => texts.push(text));
    server.input.write('a line\n');
    expect(await server.ended).toBe('ended with exit code 3');
    expect(texts.toSorted()).toEqual(['heard a line\n', 'why\n']);
    await server.close();
  });

  it('may have an error on any of its streams, and only ends itself (crash of the daemon)', async () => {
    const server = start({ args: ['-c', 'read -r line'] });
    for (const stream of [server.input, server.output, server.errors]) stream.destroy(new Error('of the stream'));
    expect(await server.ended).toMatch(/^ended with exit code \d/u);
    await server.close();
  });

  it('is gone after close, also where it ignores SIGTERM', async () => {
    const server = start({ args: ['-c', "trap '' TERM; echo up; while :; do sleep 1; done"] });
    await once(server.output, 'data');
    await server.close();
    expect(await server.ended).toBe('was ended by SIGKILL');
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  });
});
