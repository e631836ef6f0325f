import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawOne, drawShare, isSoak } from '../../../core/test/support/rounds.js';
import { createGuard } from '../support/guard.ts';
import type { ClientKind, ServerCommand } from './connected-client.ts';
import { DirectVisits } from './direct-visits.ts';
import { refill } from './folder.ts';
import { SCENARIOS } from './scenarios/registry.ts';
import { sdk1Client } from './sdk-1-client.ts';
import { sdk2Client } from './sdk-2-client.ts';
import { SERVERS, type ServerName } from './servers.ts';
import { visit } from './visit.ts';

const TIMEOUT = 120_000;

/**
 * Every scenario of one server with each client, through `mcp-guard connect` and directly: both must see the same. What
 * is seen directly depends on the versions of server and client only. So a direct visit is made where none is
 * remembered that saw the same, and in `pnpm soak`. The guard is new, so the first scenario finds no daemon. A run draws
 * the client and its scenarios.
 */
export function describeSameness(name: ServerName): void {
  for (const kind of drawOne(sdk1Client, sdk2Client('auto'), sdk2Client('legacy'))) describeClient(name, kind);
}

function describeClient(name: ServerName, kind: ClientKind): void {
  const server = SERVERS[name];
  const era = kind.speaks === 'modern' ? server.speaks : kind.speaks;
  const possible = SCENARIOS.filter(
    ({ server: wanted, eras = [era], onlyWith = kind.name }) =>
      wanted === name && eras.includes(era) && onlyWith === kind.name,
  );
  const runs = drawShare(8);
  const visits = new DirectVisits(name, kind.name);

  describe(`${kind.name} with ${name}`, () => {
    const closing: Promise<void>[] = [];
    let folder: string;
    let guard: Awaited<ReturnType<typeof createGuard>>;

    beforeAll(async () => {
      folder = await realpath(await mkdtemp(join(tmpdir(), 'mcp-guard-clients-')));
      const policy = { sampling: { enabled: true } };
      guard = await createGuard({ servers: { [name]: { ...server.command(join(folder, 'guarded')), policy } } });
    });
    afterAll(async () => {
      await Promise.all(closing);
      await guard.close();
      await rm(folder, { recursive: true });
      if (isSoak) await visits.expectRemembered();
    });

    it('finds no daemon', async () => {
      expect(await guard.daemonPid()).toBeUndefined();
    });

    it.each(possible.filter((_, index) => index === 0 || runs(index)))(
      '$name',
      { timeout: TIMEOUT },
      async (scenario) => {
        const run = async (command: ServerCommand, own: string) => {
          await refill(own);
          const { record, closed } = await visit(scenario, kind, command, own);
          closing.push(closed);
          return record;
        };
        const seenThroughGuard = await run(guard.connect(name), join(folder, 'guarded'));
        if (!isSoak && visits.hasSeen(scenario.name, seenThroughGuard)) return;
        const direct = join(folder, 'direct');
        const seenDirectly = await run(server.command(direct), direct);
        visits.add(scenario.name, seenDirectly);
        expect(seenThroughGuard).toEqual(seenDirectly);
      },
    );

    it('has started a daemon', async () => {
      expect(await guard.daemonPid()).toBeGreaterThan(0);
    });
  });
}
