import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { startAndReach } from '@mcp-guard/core/start-daemon';
import { expect, it } from 'vitest';
import { isRunning, processesNaming } from '../support/processes.ts';
import { until } from '../support/until.ts';

it.each([
  ['answers', (pid: number) => pid],
  [
    'refuses',
    () => {
      throw new Error('refused');
    },
  ],
])(
  'a daemon that is still starting when another one %s does not come to life after that one’s end',
  async (_, reply) => {
    const home = await mkdtemp(join(tmpdir(), 'mcp-guard-test-'));
    const program = join(home, 'slow-daemon.mjs');
    await writeFile(program, 'setInterval(() => undefined, 1000);');
    let late: number | undefined;
    const reach = async (): Promise<number | undefined> => {
      late = processesNaming(program)[0]?.pid;
      return late === undefined ? undefined : reply(late);
    };
    const paths = guardPaths(home);
    const config = join(home, 'mcp-guard.yaml');
    await startAndReach({ paths, config, env: {}, typed: false, version: '0', program, reach }).catch(() => undefined);
    const pid = late ?? 0;
    try {
      expect(pid).toBeGreaterThan(0);
      await until('it has ended', () => !isRunning(pid));
    } finally {
      if (isRunning(pid)) process.kill(pid);
      await rm(home, { recursive: true });
    }
  },
);
