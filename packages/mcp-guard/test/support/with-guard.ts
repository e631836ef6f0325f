import { createGuard, type TestConfig, type TestGuard } from './guard.ts';
import { untilGone } from './processes.ts';

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
