import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { DaemonStatus } from '@mcp-guard/core';
import manifest from '../../package.json' with { type: 'json' };
import { askDaemon } from './ask-daemon.ts';
import { createGuard as createProcessGuard, toText, type TestConfig, type TestGuard } from './guard.ts';
import { startHere } from './in-process.ts';
import { untilGone } from './processes.ts';
import { until } from './until.ts';

/**
 * The same as `createGuard` of `guard.ts`, with its first daemon in the process of the test, where it runs already.
 * Bridges, servers and commands are processes; they start another daemon once that one was stopped. A configuration that
 * is replaced is in force, or refused, before the test goes on.
 */
export async function createGuard(config: TestConfig | string): Promise<TestGuard> {
  const guard = await createProcessGuard(config);
  const { home } = guard;
  const daemon = await startHere({ root: dirname(home), home }, { version: manifest.version });
  const close = async (): Promise<void> => {
    await daemon.stop();
    await daemon.stopped;
    await guard.close();
  };
  const configure: TestGuard['configure'] = async (next) => {
    await guard.configure(next);
    const hash = createHash('sha256').update(toText(next)).digest('hex');
    await until('the daemon has read its configuration', async () => {
      const status = await askDaemon<DaemonStatus>({ home }, '/status').catch(() => undefined);
      return status === undefined || status.config.hash === hash || status.config.problems.length > 0;
    });
  };
  return { ...guard, configure, close, [Symbol.asyncDispose]: close };
}

/** A guard for one test; afterwards nothing of it is left, no process either. */
export async function withGuard(config: TestConfig | string, test: (guard: TestGuard) => Promise<void>): Promise<void> {
  const guard = await createGuard(config);
  try {
    await test(guard);
  } finally {
    await guard.close();
  }
  await untilGone(guard.home);
}
