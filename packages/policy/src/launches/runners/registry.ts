import type { Runner } from '../runner.js';
import { bunX, bunx } from './bunx.js';
import { denoRun } from './deno-run.js';
import { dockerRun } from './docker-run.js';
import { npmExec } from './npm-exec.js';
import { npx } from './npx.js';
import { pipxRun } from './pipx-run.js';
import { pnpmDlx, pnpx } from './pnpm-dlx.js';
import { uvToolRun, uvx } from './uvx.js';
import { yarnDlx } from './yarn-dlx.js';

/** Every program that is known to fetch what it runs. */
export const RUNNERS: readonly Runner[] = [
  npx,
  npmExec,
  bunx,
  bunX,
  pnpmDlx,
  pnpx,
  yarnDlx,
  denoRun,
  uvx,
  uvToolRun,
  pipxRun,
  dockerRun,
];
