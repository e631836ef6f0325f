import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectedClient } from '../clients/connected-client.ts';
import { sdk1Client } from '../clients/sdk-1-client.ts';
import { sdk2Client } from '../clients/sdk-2-client.ts';
import { SERVERS } from '../clients/servers.ts';
import { approve, deny, heldId, listApprovals } from '../support/approvals.ts';
import { callLine, cancelLine, line, ownAnswer, resultLine } from '../support/calls.ts';
import { refused } from '../support/guard-answers.ts';
import { createGuard } from '../support/in-process-guard.ts';
import type { TestGuard } from '../support/guard.ts';
import { until } from '../support/until.ts';
import { heardByClient, heardByServer, initialize, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const ASKING = { permissions: { require_approval: ['deploy'] } };

/** The id of the one call that waits. */
const pending = (guard: TestGuard): Promise<string> =>
  until('a call is held', async () => (await listApprovals(guard)).find(({ state }) => state === 'pending')?.id);

let wire: Wire;
let session: WireSession;
beforeAll(async () => {
  wire = await createWire({ policy: ASKING, config: { approvals: { wait: 600 } } });
  session = await wire.connect();
});
afterAll(() => wire.close());

describe('a call that is kept open', () => {
  let count = 0;
  const deploy = (more: object = {}): readonly [id: string, call: string] => {
    const id = `d${count++}`;
    return [id, callLine('deploy', { id }, id, more)];
  };

  it('goes to its server when a person lets it, and others have gone on meanwhile', async () => {
    const [id, call] = deploy();
    session.client.send(call, callLine('read', {}, 'other'));
    expect(await heardByServer(session)).toEqual([callLine('read', {}, 'other')]);
    session.server.send(resultLine('other'));
    expect(await session.client.next()).toBe(resultLine('other'));
    await approve(wire.guard, await pending(wire.guard));
    expect(await session.server.next()).toBe(call);
    session.server.send(resultLine(id));
    expect(await heardByClient(session)).toEqual([resultLine(id)]);
  });

  it('is answered when a person denies it', async () => {
    const [id, call] = deploy();
    session.client.send(call);
    await deny(wire.guard, await pending(wire.guard));
    expect(toObject(await session.client.next())).toMatchObject(refused(id));
    expect(await heardByServer(session)).toEqual([]);
  });

  it('is used once where the same call waits twice', async () => {
    const other = await wire.connect();
    const [id, call] = deploy();
    session.client.send(call);
    other.client.send(call);
    const approval = await pending(wire.guard);
    await until('both wait', async () => (await heardByServer(other)).length === 0);
    await approve(wire.guard, approval);
    const [answer, heard] = await Promise.race(
      [session, other].map(async (one) => [await one.client.next(), await heardByServer(one)] as const),
    );
    expect(toObject(answer)).toMatchObject({ error: { data: { code: 'POLICY_DENIED' } } });
    expect(heard).toEqual([]);
    const lines = [...(await heardByServer(session)), ...(await heardByServer(other))];
    expect(lines).toEqual([call]);
    session.server.send(resultLine(id));
    other.server.send(resultLine(id));
    const waiting = (await listApprovals(wire.guard)).filter(({ state }) => state === 'pending');
    expect(waiting).toEqual([]); // nobody is asked again by a call that waits
    await heardByClient(session);
    await other.close();
  });

  it('is not answered by its server while it waits', async () => {
    const [id, call] = deploy();
    session.client.send(call);
    const approval = await pending(wire.guard);
    session.server.send(resultLine(id, { forged: true }));
    expect(await heardByClient(session)).toEqual([]);
    await deny(wire.guard, approval);
    expect(toObject(await session.client.next())).toMatchObject(refused(id));
  });

  it('keeps its id taken', async () => {
    const [id, call] = deploy();
    session.client.send(call);
    const approval = await pending(wire.guard);
    expect(await ownAnswer(session, line({ id, method: 'ping' }))).toMatchObject(refused(id, 'MALFORMED_MESSAGE'));
    await deny(wire.guard, approval);
    await session.client.next();
  });

  it('that is taken back is sent by no later yes, but by its repeat', async () => {
    const [id, call] = deploy();
    session.client.send(call);
    const approval = await pending(wire.guard);
    session.client.send(cancelLine(id));
    expect(await heardByServer(session)).toEqual([]);
    await approve(wire.guard, approval);
    expect(await heardByServer(session)).toEqual([]);
    expect(await heardByClient(session)).toEqual([]);
    session.client.send(call);
    expect(await session.server.next()).toBe(call);
    session.server.send(resultLine(id));
    expect(await heardByClient(session)).toEqual([resultLine(id)]);
  });

  it.each<[string, (session: WireSession) => void]>([
    ['its client is killed', ({ kill }) => kill()],
    ['its server ends', ({ server }) => server.end()],
  ])('is sent by no later yes where %s', async (_, end) => {
    // Behind HTTP a server that is gone is first seen by the next call.
    await using own = await createWire({ policy: ASKING, config: { approvals: { wait: 600 } }, upstream: 'lines' });
    const other = await own.connect();
    other.client.send(deploy()[1]);
    const approval = await pending(own.guard);
    end(other);
    expect(await other.server.rest()).toEqual([]);
    await approve(own.guard, approval);
    expect(await other.server.rest()).toEqual([]);
    await other.close();
  });

  it('is refused where the rules have changed when a person lets it', async () => {
    const own = await createWire({ policy: ASKING, config: { approvals: { wait: 600 } } });
    await using _ = own;
    const other = await own.connect();
    await initialize(other, { capabilities: { tools: { listChanged: true } } });
    const [id, call] = deploy();
    other.client.send(call);
    const approval = await pending(own.guard);
    const stricter = { ...ASKING.permissions, denied_tools: ['deploy'] };
    await own.configure({ policy: { permissions: stricter }, config: { approvals: { wait: 600 } } });
    expect(await other.client.next()).toContain('list_changed');
    await approve(own.guard, approval);
    expect(toObject(await other.client.next())).toMatchObject(refused(id));
    expect(await heardByServer(other)).toEqual([]);
  });

  it('leaves nothing hanging when the daemon is stopped', async () => {
    const config = { approvals: { wait: 600 }, daemon: { shutdown_timeout: 0 } };
    await using own = await createWire({ policy: ASKING, config });
    const other = await own.connect();
    const [id, call] = deploy();
    other.client.send(call);
    await pending(own.guard);
    expect(await own.guard.run('stop')).toMatchObject({ code: 0 });
    expect(toObject(await other.client.next())).toMatchObject(refused(id, 'DAEMON_UNAVAILABLE'));
    expect(await other.server.rest()).toEqual([]);
    await other.exit;
  });

  it('that nobody decides about is told its id in time, and may be approved after that', async () => {
    await using own = await createWire({
      policy: ASKING,
      config: { approvals: { wait: 1 }, daemon: { shutdown_timeout: 0 } },
    });
    const other = await own.connect();
    const [, call] = deploy();
    other.client.send(call);
    const id = heldId(await other.client.next());
    expect(await heardByServer(other)).toEqual([]);
    await approve(own.guard, id);
    other.client.send(call);
    expect(await heardByServer(other)).toEqual([call]);
  });
});

describe('progress while a call is kept open', () => {
  it.each([
    ['a text', 'token'],
    ['a number', 7],
  ])(
    'is told under the client’s own token (%s), and grows into what the server tells later',
    async (name, progressToken) => {
      const call = callLine('deploy', { name }, name, { _meta: { progressToken } });
      session.client.send(call);
      const told = toObject(await session.client.next());
      expect(told).toMatchObject({ method: 'notifications/progress', params: { progressToken } });
      await approve(wire.guard, await pending(wire.guard));
      expect(await session.server.next()).toBe(call);
      const later = line({ method: 'notifications/progress', params: { progressToken, progress: 0 } });
      session.server.send(later);
      expect(await session.client.next()).toBe(later);
      expect(progressIn(told)).toBeLessThan(0);
      session.server.send(resultLine(name));
      await session.client.next();
    },
  );

  it.each([
    ['without a token', {}],
    ['with a token that is none', { _meta: { progressToken: { a: 1 } } }],
  ])('is not told of a call %s', async (name, more) => {
    // The other call is held after it: once that one has heard of its wait, this one would have, too.
    const token = { _meta: { progressToken: 'other' } };
    session.client.send(callLine('deploy', { name }, name, more), callLine('deploy', { of: name }, 'other', token));
    expect(toObject(await session.client.next())).toMatchObject({ params: { progressToken: 'other' } });
    session.client.send(cancelLine(name), cancelLine('other'));
    expect(await heardByServer(session)).toEqual([]);
    expect(await heardByClient(session)).toEqual([]);
  });
});

const progressIn = (message: object): number => Number(/"progress":(-?\d+)/u.exec(JSON.stringify(message))?.[1]);

describe.each([sdk1Client, sdk2Client('auto')])('$name', (kind) => {
  let guard: TestGuard;
  let client: ConnectedClient;
  beforeAll(async () => {
    const server = { ...SERVERS['both-eras'].command(), policy: { permissions: { require_approval: ['echo'] } } };
    guard = await createGuard({ servers: { tiny: server }, approvals: { wait: 600 } });
    client = await kind.connect(guard.connect('tiny'));
  });
  afterAll(async () => {
    await client.close();
    await guard.close();
  });

  const echo = { name: 'echo', arguments: { text: 'done at last' } };

  it('waits for a person as long as it hears that its call still waits', async () => {
    const progress: number[] = [];
    const answer = client.callTool(echo, {
      timeout: 20_000,
      resetTimeoutOnProgress: true,
      onprogress: (told) => void progress.push(told.progress),
    });
    await until('it hears that it waits', () => progress.length > 0);
    await approve(guard, await pending(guard));
    expect(JSON.stringify(await answer)).toContain('done at last');
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('that gives up may repeat its call, which takes the decision', async () => {
    const given = client.callTool(echo, { timeout: 200 });
    await expect(given).rejects.toThrow(/timed? ?out/iu);
    await approve(guard, await pending(guard));
    expect(JSON.stringify(await client.callTool(echo, { timeout: 20_000 }))).toContain('done at last');
  });
});
