import { fileURLToPath } from 'node:url';
import type { Programs } from '../../../cli/test/run-here.ts';
import manifest from '../../package.json' with { type: 'json' };

/** The bin as it is published; `pnpm build` has made what it loads. */
export const BIN: string = fileURLToPath(new URL('../../bin/mcp-guard.cjs', import.meta.url));

/** The programs that a command starts which runs in the process of a test. */
export const PROGRAMS: Programs = {
  version: manifest.version,
  daemonProgram: fileURLToPath(new URL('../../dist/daemon-process.js', import.meta.url)),
  guardProgram: BIN,
};
