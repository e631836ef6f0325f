import { expect, it } from 'vitest';
import { createGuard } from '../support/guard.ts';
import { anArray, containing } from '../support/matchers.ts';
import { processesNaming, untilGone } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

const BRIDGES = 32;

it('32 bridges at the same moment start one daemon and have 32 working sessions', async () => {
  const guard = await createGuard({ servers: { tiny: tinyServer() } });
  try {
    const clients = Array.from({ length: BRIDGES }, () => startClient(guard.connect('tiny')));
    const servers = await Promise.all(
      clients.map(async (client) => {
        expect(await client.initialize()).toMatchObject({ result: { serverInfo: { name: 'tiny' } } });
        expect(await client.request('tools/list')).toMatchObject({ result: { tools: anArray() } });
        return client.call('pid');
      }),
    );
    expect(new Set(servers).size).toBe(BRIDGES);
    // A daemon that found another one running may still be on its way out.
    await until('one daemon is left', () => processesNaming(`--home ${guard.home} `).length === 1);
    expect(processesNaming(`--home ${guard.home} `)).toMatchObject([{ pid: await guard.daemonPid() }]);

    const oneTooMany = await startClient(guard.connect('tiny')).end();
    expect(oneTooMany).toMatchObject({ code: 75, stderr: containing('already has 32 sessions') });

    const ends = await Promise.all(clients.map((client) => client.end()));
    expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([0]));
    await until('no session is open', async () =>
      (await guard.run('status', '--json')).stdout.includes('"sessions":0,'),
    );
    const starts = (await readRecord(guard)).filter(({ kind, shape }) => kind === 'daemon' && shape === 'start');
    expect(starts).toHaveLength(1);
  } finally {
    await guard.close();
  }
  await untilGone(guard.home);
});
