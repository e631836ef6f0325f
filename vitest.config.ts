import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const WHOLE = 'packages/mcp-guard/test/**/*.test.ts';

export default defineConfig({
  ssr: { resolve: { conditions: ['@mcp-guard/source', 'node', 'import', 'default'] } },
  test: {
    // Every end-to-end test starts processes; the machine decides how fast they come up, the test what they do.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
    // Most of them wait for processes, so two cores have work for three workers.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      {
        extends: true,
        test: {
          // The packages that mcp-guard is made of; their tests start no process of it.
          name: 'parts',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: [WHOLE],
          // Modules keep no state that a test could see, so files share them: loading them anew for each took half of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [WHOLE, 'benchmark/test/**/*.test.ts'],
          // What they test is in other processes, or is handed all that it keeps.
          isolate: false,
        },
      },
    ],
  },
});
