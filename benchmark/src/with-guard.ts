import { parseArgs } from 'node:util';
import { openGuard, type Guard } from './guard.js';
import { Processes } from './processes.js';
import { describeMachine } from './report.js';

/** Measures with a guard of its own, which nothing outlives. `--quick` is the one option. */
export async function withGuard(
  args: readonly string[],
  measure: (processes: Processes, guard: Guard, isQuick: boolean) => Promise<void>,
): Promise<void> {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { quick: { type: 'boolean', default: false } },
  });
  const processes = new Processes();
  let guard: Guard | undefined;
  try {
    guard = await openGuard(processes);
    process.stdout.write(`${describeMachine()}\n`);
    await measure(processes, guard, values.quick);
  } finally {
    await guard?.close();
    processes.close();
  }
}
