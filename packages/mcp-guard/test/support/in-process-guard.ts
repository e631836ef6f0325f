import { dirname } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { createGuard as createProcessGuard, type TestConfig, type TestGuard } from './guard.ts';
import { startHere } from './in-process.ts';
import { untilGone } from './processes.ts';

/**
 * The same as `createGuard` of `guard.ts`, with its first daemon in the process of the test, where it runs already.
 * Bridges, servers and commands are processes; they start another daemon once that one was stopped.
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
  return { ...guard, close, [Symbol.asyncDispose]: close };
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
