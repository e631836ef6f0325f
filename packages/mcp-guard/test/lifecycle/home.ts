import { dirname } from 'node:path';
import { guardPaths, type GuardPaths } from '@mcp-guard/core';
import { expect } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/with-guard.ts';

/** Some files can only be given away by root. */
export const isRoot: boolean = process.getuid?.() === 0;
export const NOBODY = 65_534;

export interface Home {
  readonly guard: TestGuard;
  readonly paths: GuardPaths;
  /** Where an attacker can put something, beside the home. */
  readonly outside: string;
}

export const withHome = (test: (home: Home) => Promise<void>): Promise<void> =>
  withGuard({ servers: { tiny: tinyServer() } }, (guard) =>
    test({ guard, paths: guardPaths(guard.home), outside: dirname(guard.home) }),
  );

/** One session; it starts the daemon where there is none. */
export async function useOnce(guard: TestGuard): Promise<void> {
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  expect(await client.end()).toMatchObject({ code: 0 });
}

/** Works once, so that the home has everything that a guard makes. */
export async function prepare(guard: TestGuard): Promise<void> {
  await useOnce(guard);
  expect(await guard.run('stop')).toMatchObject({ code: 0 });
}

/** What a bridge ends with that gets no session; its client gets the same reason. */
export async function refusal(guard: TestGuard): Promise<{ code: number | null; stderr: string }> {
  const client = startClient(guard.connect('tiny'));
  const answer = await client.initialize();
  const { code, stderr } = await client.ended;
  expect(stderr).toContain(`mcp-guard: ${answer?.error?.message.split('\n')[0]}\n`);
  return { code, stderr };
}
