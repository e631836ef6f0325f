import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import { createGuard, RUN_HERE, type TestGuard } from '../support/guard.ts';
import { tinyServer } from '../support/tiny-server.ts';

/** Behind its name, where the name alone would say no more than how it is used. */
const WORDS: Readonly<Partial<Record<(typeof RUN_HERE)[number], readonly string[]>>> = {
  allow: ['tiny', 'echo', '--yes', '--json'],
  approvals: ['list'],
  ask: ['nothing', 'echo', '--yes'],
  base: ['show'],
  completion: ['bash'],
  deny: ['tiny', 'echo'],
  except: ['1'],
  explain: ['tiny', 'pid', '{"of": [1, {"a": "b"}]}'],
  health: ['--json'],
  init: ['--dry-run', '--yes'],
  start: ['-d', '-c', '/no/such.yaml'],
  restart: ['-c', '/no/such.yaml'],
};

describe('a command says the same by its program and in the process of a test:', () => {
  let guard: TestGuard;
  beforeAll(async () => {
    const policy = { permissions: { denied_tools: ['hold'] } };
    guard = await createGuard({ servers: { tiny: { ...tinyServer(), policy } } });
  });
  afterAll(() => guard.close());

  it.each(RUN_HERE)('%s', async (name) => {
    const words = [name, ...(WORDS[name] ?? [])];
    expect(await guard.run(...words)).toEqual(
      await startCommand({ ...shellOf(guard), cwd: dirname(guard.home) }, ...words).ended,
    );
  });
});
