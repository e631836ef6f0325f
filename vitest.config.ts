import { defineConfig } from 'vitest/config';

/** Packages that mcp-guard is made of; their tests start no process of it. */
const PARTS = ['cli', 'core', 'daemon', 'detectors', 'policy', 'store'];

export default defineConfig({
  ssr: { resolve: { conditions: ['@mcp-guard/source', 'node', 'import', 'default'] } },
  test: {
    // Every end-to-end test starts processes; the machine decides how fast they come up, the test what they do.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: PARTS.map((part) => `packages/${part}/test/**/*.test.ts`),
          // Modules keep no state that a test could see, so files share them: loading them anew for each took half of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'whole', include: ['packages/mcp-guard/test/**/*.test.ts', 'benchmark/test/**/*.test.ts'] },
      },
    ],
  },
});
