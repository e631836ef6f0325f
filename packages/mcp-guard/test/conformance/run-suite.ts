import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export type Revision = '2025-11-25' | '2026-07-28';

export interface Check {
  readonly scenario: string;
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly errorMessage?: string | undefined;
}

export interface SuiteRun {
  /** Whether the suite says that all that the revision requires is met. */
  readonly conforms: boolean;
  readonly passed: number;
  readonly checks: readonly Check[];
}

const CLI = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));

/** Runs all that a revision of the protocol requires against an endpoint; `folder` takes the suite's own files. */
export async function runSuite(url: string, revision: Revision, folder: string): Promise<SuiteRun> {
  const args = [CLI, 'server', '--url', url, '--requirements', revision, '-o', folder];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  await once(child, 'close');
  const scenarios = await readdir(folder);
  const checks = (await Promise.all(scenarios.toSorted().map((name) => readChecks(folder, name)))).flat();
  const passed = checks.filter(({ status }) => status === 'SUCCESS').length;
  return { conforms: child.exitCode === 0, passed, checks };
}

const CHECKS = z.array(
  z.object({ id: z.string(), name: z.string(), status: z.string(), errorMessage: z.string().optional() }),
);

// server-<scenario>-<time of the run>
const FOLDER_NAME = /^server-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/;

async function readChecks(folder: string, subfolder: string): Promise<Check[]> {
  const scenario = FOLDER_NAME.exec(subfolder)?.[1];
  if (scenario === undefined) throw new Error(`not a folder of the suite: ${subfolder}`);
  const checks = CHECKS.parse(JSON.parse(await readFile(join(folder, subfolder, 'checks.json'), 'utf8')));
  return checks.map(({ id, name, status, errorMessage }) => ({ scenario, id, name, status, errorMessage }));
}
