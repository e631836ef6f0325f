import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard } from '../support/guard.ts';
import type { ClientKind, ServerCommand } from './connected-client.ts';
import { refill } from './folder.ts';
import { SCENARIOS } from './scenarios/registry.ts';
import { SERVERS, type ServerName } from './servers.ts';
import { visit } from './visit.ts';

const TIMEOUT = 120_000;

/**
 * Every scenario of one server with one client, once directly and once through `mcp-guard connect`: both must see the
 * same. The guard is new, so the first of them finds no daemon.
 */
export function describeSameness(name: ServerName, kind: ClientKind): void {
  const server = SERVERS[name];
  const era = kind.speaks === 'modern' ? server.speaks : kind.speaks;
  const possible = SCENARIOS.filter(
    ({ server: wanted, eras = [era], onlyWith = kind.name }) =>
      wanted === name && eras.includes(era) && onlyWith === kind.name,
  );

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
    });

    it('finds no daemon', async () => {
      expect(await guard.daemonPid()).toBeUndefined();
    });

    it.each(possible)('$name', { timeout: TIMEOUT }, async (scenario) => {
      const run = async (command: ServerCommand, own: string) => {
        await refill(own);
        const { record, closed } = await visit(scenario, kind, command, own);
        closing.push(closed);
        return record;
      };
      const direct = join(folder, 'direct');
      // A failed visit must not leave the other one behind: both end before this goes on.
      const [seenDirectly, seenThroughGuard] = await Promise.allSettled([
        run(server.command(direct), direct),
        run(guard.connect(name), join(folder, 'guarded')),
      ]);
      if (seenDirectly.status === 'rejected') throw seenDirectly.reason;
      expect(seenThroughGuard).toEqual(seenDirectly);
    });

    it('has started a daemon', async () => {
      expect(await guard.daemonPid()).toBeGreaterThan(0);
    });
  });
}
