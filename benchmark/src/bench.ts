import { BENCHMARKS } from './registry.js';

// What a benchmark started is ended in `exit`, which a plain signal would skip.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const [name, ...args] = process.argv.slice(2);
const benchmark = BENCHMARKS.find((each) => each.name === name);

if (!benchmark) {
  const names = BENCHMARKS.map((each) => `  ${each.name.padEnd(12)}${each.summary}`);
  process.stderr.write(`usage: pnpm bench NAME …\n${names.join('\n')}\n`);
  process.exitCode = 64;
} else {
  try {
    await benchmark.run(args);
  } catch (error) {
    process.stderr.write(`bench ${benchmark.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
