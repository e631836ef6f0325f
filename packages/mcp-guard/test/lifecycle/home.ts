import { dirname } from 'node:path';
import { guardPaths, type GuardPaths } from '@mcp-guard/core';
import { expect } from 'vitest';
import { reasonIn } from '../support/guard-answers.ts';
import type { TestGuard } from '../support/guard.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/with-guard.ts';
import { withGuard as withGuardHere } from '../support/in-process-guard.ts';
import { startHere } from '../support/in-process.ts';
import manifest from '../../package.json' with { type: 'json' };

/** Some files can only be given away by root. */
export const isRoot: boolean = process.getuid?.() === 0;
export const NOBODY = 65_534;

export interface Home {
  readonly guard: TestGuard;
  readonly paths: GuardPaths;
  /** Where an attacker can put something, beside the home. */
  readonly outside: string;
}

const CONFIG = { servers: { tiny: tinyServer() } };
const toHome = (guard: TestGuard): Home => ({ guard, paths: guardPaths(guard.home), outside: dirname(guard.home) });

/** Each daemon of it is a process. */
export const withHome = (test: (home: Home) => Promise<void>): Promise<void> =>
  withGuard(CONFIG, (guard) => test(toHome(guard)));

/** Its daemon runs already, in the process of the test. */
export const withRunningHome = (test: (home: Home) => Promise<void>): Promise<void> =>
  withGuardHere(CONFIG, (guard) => test(toHome(guard)));

/** One session; it starts the daemon where there is none. */
export async function useOnce(guard: TestGuard): Promise<void> {
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  expect(await client.end()).toMatchObject({ code: 0 });
}

/** Works once, so that the home has everything that a guard makes. */
export async function prepare(guard: TestGuard): Promise<void> {
  const daemon = await startHere({ root: dirname(guard.home), home: guard.home }, { version: manifest.version });
  await useOnce(guard);
  await daemon.stop();
  await daemon.stopped;
}

/** What a bridge ends with that gets no session; its client gets the same reason. */
export async function refusal(guard: TestGuard): Promise<{ code: number | null; stderr: string }> {
  const client = startClient(guard.connect('tiny'));
  const answer = await client.initialize();
  const { code, stderr } = await client.ended;
  expect(stderr).toContain(`mcp-guard: ${reasonIn(answer?.error?.message)}\n`);
  return { code, stderr };
}
