import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { startAndReach } from '@mcp-guard/core/start-daemon';
import { expect, it } from 'vitest';
import { isRunning, processesNaming } from '../support/processes.ts';
import { until } from '../support/until.ts';

it('a daemon that is still starting when another one answers does not come to life after that one’s end', async () => {
  const home = await mkdtemp(join(tmpdir(), 'mcp-guard-test-'));
  const program = join(home, 'slow-daemon.mjs');
  await writeFile(program, 'setInterval(() => undefined, 1000);');
  const started = (): number | undefined => processesNaming(program)[0]?.pid;
  const late = await startAndReach({
    paths: guardPaths(home),
    config: join(home, 'mcp-guard.yaml'),
    env: {},
    typed: false,
    version: '0',
    program,
    reach: async () => started(),
  });
  try {
    await until('it has ended', () => !isRunning(late));
    expect(started()).toBeUndefined();
  } finally {
    if (isRunning(late)) process.kill(late);
    await rm(home, { recursive: true });
  }
});
