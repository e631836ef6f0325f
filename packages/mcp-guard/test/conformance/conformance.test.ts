import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { drawOne, isSoak } from '../../../core/test/support/rounds.ts';
import { createGuard } from '../support/guard.ts';
import { drawUpstreams } from '../support/upstream-kind.ts';
import { runSuite, type Revision, type SuiteRun } from './run-suite.ts';
import { startServer, type StartedServer } from './started-server.ts';
import { statusDifferences } from './status-differences.ts';

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const FIXTURE = script('fixture-server.ts');
const ADAPTER = script('http-to-stdio.ts');

// A busy machine may need ten times what an idle one does.
const TIMEOUT = 120_000;

/** How many checks pass: what the suite's authors' own server reaches over HTTP, and what stdio leaves of it. */
const REVISIONS: readonly { revision: Revision; overHttp: number; overStdio: number }[] = [
  { revision: '2026-07-28', overHttp: 164, overStdio: 164 },
  { revision: '2025-11-25', overHttp: 84, overStdio: 83 }, // a stdio server has no stream to drop in the middle of a call
];

describe.each(drawOne(...REVISIONS))('the conformance suite for $revision', ({ revision, overHttp, overStdio }) => {
  let folder: string;
  let stdio: Command;
  let remote: StartedServer;
  let guard: Awaited<ReturnType<typeof createGuard>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mcp-guard-conformance-'));
    // Every legacy session starts a fixture of its own; compiled once, it starts in half the time.
    const env = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
    stdio = { command: process.execPath, args: [FIXTURE, '--stdio'], env };
    const args = ['--http', '0'];
    remote = await startServer({
      script: FIXTURE,
      args,
      env: { ...process.env, ...env },
      log: join(folder, 'remote.log'),
    });
    const policy = { sampling: { enabled: true } };
    guard = await createGuard({ servers: { lines: { ...stdio, policy }, http: { url: remote.url, policy } } });
  });
  afterAll(async () => {
    await guard.close();
    await remote.close();
    await rm(folder, { recursive: true });
  }, TIMEOUT);

  /** Runs the suite once against what a script of this folder serves; `name` tells its files apart. */
  async function run(name: string, file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<SuiteRun> {
    const log = join(folder, `${name}.log`);
    onTestFailed(async () => void process.stderr.write(`${name}:\n${await readFile(log, 'utf8')}`));
    const server = await startServer({ script: file, args, env: { ...process.env, ...env }, log });
    try {
      return await runSuite(server.url, revision, join(folder, name));
    } finally {
      await server.close();
    }
  }

  const runOverStdio = (name: string, { command, args, env }: Command): Promise<SuiteRun> =>
    run(name, ADAPTER, ['--port', '0', '--', command, ...args], env);

  // No change of the guard can change it.
  it.each(isSoak ? [overHttp] : [])(
    'is passed by the fixture over HTTP with %i checks',
    { timeout: TIMEOUT },
    async (passed) => {
      const direct = await run('http', FIXTURE, ['--http', '0']);
      expect(direct).toMatchObject({ conforms: true, passed });
    },
  );

  it.each(drawUpstreams())(
    'has the same result for every check with and without the guard (%s)',
    { timeout: TIMEOUT },
    async (upstream) => {
      const runs = [
        runOverStdio(`plain-${upstream}`, stdio),
        runOverStdio(`guarded-${upstream}`, guard.connect(upstream)),
      ] as const;
      await Promise.allSettled(runs); // neither is left behind when the other one fails
      const [direct, guarded] = await Promise.all(runs);
      expect(direct).toMatchObject({ conforms: true, passed: overStdio });
      expect(statusDifferences(direct.checks, guarded.checks)).toEqual([]);
    },
  );
});
