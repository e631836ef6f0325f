import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSoak } from '../../../../core/test/support/rounds.js';
import type { ClientKind, ServerAddress, ServerCommand } from '../../clients/connected-client.ts';
import { sdk1Client } from '../../clients/sdk-1-client.ts';
import { sdk2Client } from '../../clients/sdk-2-client.ts';
import { visit } from '../../clients/visit.ts';
import type { Scenario } from '../../clients/scenario.ts';
import { createGuard } from '../../support/in-process-guard.ts';
import { startListening, type Listening } from './start-listening.ts';
import { THIRD_PARTIES } from './third-parties.ts';

const KINDS: readonly ClientKind[] = [sdk1Client, sdk2Client('legacy'), sdk2Client('auto')];

const drawn = Math.floor(Math.random() * THIRD_PARTIES.length);

/** Each client with each of them, or in a run with one that is drawn. */
const PAIRS = KINDS.flatMap((kind, ofKind) =>
  THIRD_PARTIES.filter((_, index) => isSoak || index === (drawn + ofKind * 2) % THIRD_PARTIES.length).map((party) => ({
    kind,
    party,
  })),
);

/** Through `mcp-guard connect` and by a client that speaks HTTP itself: both must see the same. */
describe.each(PAIRS)('$kind.name with $party.name', ({ kind, party }) => {
  const closing: Promise<void>[] = [];
  let folder: string;
  let server: Listening;
  let address: ServerAddress;
  let guard: Awaited<ReturnType<typeof createGuard>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mcp-guard-third-'));
    server = await startListening(
      (port) => party.toArgs(port),
      (port) => party.toEnv(port),
    );
    address = { url: `http://127.0.0.1:${server.port}${party.path}`, transport: party.transport };
    guard = await createGuard({ servers: { remote: { ...address, policy: { sampling: { enabled: true } } } } });
  });
  afterAll(async () => {
    await Promise.all(closing);
    await guard.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  const see = async (scenario: Scenario, to: ServerCommand | ServerAddress) => {
    const { record, closed } = await visit(scenario, kind, to, folder);
    closing.push(closed);
    // What a server says by itself when nothing asks for it comes before or after the last answer, as it happens.
    return JSON.parse(JSON.stringify(record), (key, value: unknown) =>
      key === 'heard' ? undefined : value,
    ) as unknown;
  };

  it.each(party.scenarios)('$name', async (scenario) => {
    expect(await see(scenario, guard.connect('remote'))).toEqual(await see(scenario, address));
  });
});
