import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RequestListener } from 'node:http';
import { approve, heldId } from '../support/approvals.ts';
import { callLine, ownAnswer, resultLine } from '../support/calls.ts';
import { containing } from '../support/matchers.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { readStatus } from '../support/status.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/with-guard.ts';
import { heardByServer } from '../support/wire-session.ts';
import { createWire } from '../support/in-process-wire.ts';

const policy = { permissions: { require_approval: ['deploy'] } };
/** The rest of a webhook's URL is often all that it takes to write there. */
const PATH = 'T0000/u-r-l-secret';

/** How long an attempt to tell somebody may take, in milliseconds. */
const LIMIT = 10_000;

/** What receivers can do, and how `status` tells it. */
const failing = (location: string): readonly (readonly [RequestListener, unknown])[] => [
  [(_, response) => response.writeHead(500).end(), containing('answers with 500')],
  [(_, response) => response.writeHead(307, { location }).end(), containing('redirect')],
  [() => undefined, null],
  [({ socket }) => socket.destroy(), containing('broke the connection')],
  [(_, response) => response.end('x'.repeat(2 ** 18)), containing('answers with more than')],
];

// Threat 34
describe('a webhook', () => {
  it('that fails delays no call and no stop, reveals nothing to clients, and shows in `status`', async () => {
    await using inside = await startReceiver();
    await using stack = new AsyncDisposableStack();
    const receivers: [Receiver, unknown][] = [];
    for (const [answer, failure] of failing(`${inside.origin}/admin`))
      receivers.push([stack.use(await startReceiver(answer)), failure]);
    const notify = receivers.map(([{ origin }]) => ({ webhook: `${origin}/${PATH}`, format: 'json' }));
    await using wire = await createWire({ policy, config: { approvals: { notify } } });
    const session = await wire.connect();
    const call = callLine('deploy', { n: 1 }, 1);
    const began = performance.now();
    const id = heldId(JSON.stringify(await ownAnswer(session, call)));
    await approve(wire.guard, id);
    session.client.send(call);
    expect(await heardByServer(session)).toEqual([call]);
    session.server.send(resultLine(1));
    await session.client.next();
    await until('all are told', () => receivers.every(([{ heard }]) => heard.length > 0));
    const webhooks = await until('all but the hanging one have failed', async () => {
      const { approvals } = await readStatus(wire.guard);
      return approvals.webhooks.filter(({ failure }) => failure === null).length === 1 && approvals.webhooks;
    });
    expect(webhooks).toMatchObject(receivers.map(([{ host }, failure]) => ({ host, failure, waiting: 1, lost: 0 })));
    expect(JSON.stringify(webhooks)).not.toContain('u-r-l-secret');
    await session.close();
    await wire.guard.run('stop');
    expect(performance.now() - began).toBeLessThan(LIMIT);
    expect(inside.heard).toEqual([]);
  });

  it('that leads to addresses which are not public is not called, and delays no other', async () => {
    await using receiver = await startReceiver();
    const inside = [
      '10.0.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '172.16.0.1',
      '[::1]',
      '[fd00::1]',
      '0.0.0.0',
      '2130706433',
    ];
    const notify = [
      ...inside.map((host) => ({ webhook: `https://${host}/`, format: 'json' })),
      { webhook: receiver.origin, format: 'json' },
    ];
    await using wire = await createWire({ policy, config: { approvals: { notify } } });
    const session = await wire.connect();
    await ownAnswer(session, callLine('deploy', {}, 1));
    await until('the one outside is told', () => receiver.heard.length === 1);
    const webhooks = await until('all have failed', async () => {
      const { approvals } = await readStatus(wire.guard);
      return (
        approvals.webhooks.filter(({ failure }) => failure !== null).length === inside.length && approvals.webhooks
      );
    });
    for (const { host, failure } of webhooks.slice(0, -1))
      expect([host, failure]).toEqual([host, expect.stringMatching(/not public|accepts no connections/u)]);
    expect(webhooks.at(-1)).toMatchObject({ failure: null, waiting: 0, lost: 0 });
  });

  it('without https is a configuration error, except for this machine', () =>
    withGuard({ servers: {}, approvals: { notify: [{ webhook: 'http://example.com/x' }] } }, async (guard) => {
      expect(await guard.run('validate')).toMatchObject({
        code: 78,
        stderr: containing('approvals.notify[0].webhook'),
      });
    }));

  it('cannot be added by a base', () =>
    withGuard({}, async (guard) => {
      const base = { approvals: { notify: [{ webhook: 'https://example.com/x' }] } };
      await writeFile(join(guard.home, 'team.yaml'), JSON.stringify(base), { mode: 0o600 });
      await guard.configure({ extends: { path: 'team.yaml' }, servers: {} });
      expect(await guard.run('validate')).toMatchObject({
        code: 78,
        stderr: containing('a base does not set a URL that gets reports'),
      });
    }));

  it('that a reload removes gets no more reports', async () => {
    await using receiver = await startReceiver((_, response) => response.writeHead(503).end());
    const notify = [{ webhook: receiver.origin, format: 'json' }];
    await using wire = await createWire({ policy, config: { approvals: { notify } } });
    const session = await wire.connect();
    await ownAnswer(session, callLine('deploy', {}, 1));
    await until('it is told', () => receiver.heard.length > 0);
    await using next = await startReceiver();
    const instead = [{ webhook: next.origin, format: 'json' }];
    await wire.configure({ policy, config: { approvals: { notify: instead } } });
    await until('it is gone', async () =>
      (await readStatus(wire.guard)).approvals.webhooks.every(({ host }) => host === next.host),
    );
    const id = heldId(JSON.stringify(await ownAnswer(session, callLine('deploy', { n: 2 }, 2))));
    await until('another is told', () => next.heard.some(({ body }) => body.includes(id)));
    expect(receiver.heard.filter(({ body }) => body.includes(id))).toEqual([]);
  });
});
