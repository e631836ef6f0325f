import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Long tests in short files. By its size each would begin near the end, and the other workers would wait for it. */
const FIRST = [
  'benchmark/test/security.test.ts',
  'benchmark/test/kill.test.ts',
  'lifecycle/back-pressure.test.ts',
  'detectors/test/linear.test.ts',
  'rules/test/content/linear.test.ts',
  'conformance/conformance.test.ts',
  'clients/isolation.test.ts',
  'packed/real-files.test.ts',
  'browser/views.test.ts',
  'browser/deciding.test.ts',
];

const isLong = ({ moduleId }: TestSpecification): boolean => FIRST.some((name) => moduleId.endsWith(name));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files); // oxlint-disable-line unicorn/no-array-sort -- not of an array
    const projects = new Set(sorted.map(({ project }) => project));
    return [...projects].flatMap((project) => {
      const own = sorted.filter((file) => file.project === project);
      return own.filter(isLong).concat(own.filter((file) => !isLong(file)));
    });
  }
}

export default defineConfig({
  ssr: { resolve: { conditions: ['@mcp-guard/source', 'node', 'import', 'default'] } },
  test: {
    // Every end-to-end test starts processes; the machine decides how fast they come up, the test what they do.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
    sequence: { sequencer: LongestFirst },
    // Most of them wait for processes, so two cores have work for four workers.
    globalSetup: ['packages/mcp-guard/test/support/name-missing.ts'],
    maxWorkers: Math.max(4, availableParallelism()),
    setupFiles: ['packages/core/test/support/usual-mask.ts'],
    include: ['packages/*/test/**/*.test.ts', 'benchmark/test/**/*.test.ts'],
    // Modules keep no state that a test could see, and what is tested is in other processes or is handed all that it keeps.
    // So files share them: loading them anew for each took half of the time.
    isolate: false,
  },
});
