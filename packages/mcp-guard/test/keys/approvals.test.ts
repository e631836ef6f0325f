import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, deny, heldId, listApprovals } from '../support/approvals.ts';
import { callLine, ownAnswer, resultLine } from '../support/calls.ts';
import { ruleAt } from '../support/matchers.ts';
import { startReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';
import { heardByServer } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.permissions.require_approval, auth.roles.*.permissions.require_approval, approvals

const permissions = { require_approval: ['deploy', 'drop_*'] };
const call = callLine('deploy', { to: 'production' }, 1);
const hold = async (session: WireSession, text = call): Promise<string> =>
  heldId(JSON.stringify(await ownAnswer(session, text)));

describe('an approval is required by', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    const asking = (tool: string) => [{ tool, path: '/to', one_of: ['anna'], else: 'approve' }];
    const ofRole = { require_approval: ['reboot'], arguments: asking('lend') };
    wire = await createWire({
      policy: { permissions: { ...permissions, arguments: asking('pay') } },
      config: { auth: { roles: { r: { users: [userInfo().username], permissions: ofRole } } } },
    });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  const SERVER = 'servers.raw.policy.permissions';
  const ROLE = 'auth.roles.r.permissions';
  it.each([
    ['require_approval of a server', callLine('deploy', { n: 1 }, 1), `${SERVER}.require_approval[0]`],
    ['a pattern in it', callLine('drop_all', {}, 2), `${SERVER}.require_approval[1]`],
    ['require_approval of a role', callLine('reboot', {}, 3), `${ROLE}.require_approval[0]`],
    ['`else: approve` of an argument rule', callLine('pay', { to: 'bert' }, 4), `${SERVER}.arguments[0]`],
    ['`else: approve` of a role’s', callLine('lend', { to: 'bert' }, 5), `${ROLE}.arguments[0]`],
  ])('%s', async (_, text, rule) => {
    const { client, server } = session;
    const answer = await ownAnswer(session, text);
    expect(answer).toMatchObject({ error: { code: -32_004, data: { rule: ruleAt(rule) } } });
    expect(await heardByServer(session)).toEqual([]);
    await approve(wire.guard, heldId(JSON.stringify(answer)));
    client.send(text);
    expect(await heardByServer(session)).toEqual([text]);
    server.send(resultLine(Number(answer['id'])));
    await client.next();
  });

  it('no other rule', async () => {
    const free = [callLine('read', {}, 6), callLine('pay', { to: 'anna' }, 7), callLine('lend', { to: 'anna' }, 8)];
    session.client.send(...free);
    expect(await heardByServer(session)).toEqual(free);
    session.server.send(...[6, 7, 8].map((id) => resultLine(id)));
    await session.client.take(3);
  });
});

it('approvals.expires_after: a call without a decision in time expires, and so does an unused approval', async () => {
  await using wire = await createWire({ policy: { permissions }, config: { approvals: { expires_after: 1 } } });
  const session = await wire.connect();
  const [first, late] = [await hold(session), await hold(session, callLine('drop_a', {}, 1))];
  await approve(wire.guard, first);
  const isExpired = async (id: string): Promise<boolean> =>
    (await listApprovals(wire.guard, true)).some((one) => one.id === id && one.state === 'expired');
  await until('both are expired', async () => (await isExpired(first)) && (await isExpired(late)));
  expect(await approve(wire.guard, late)).toMatchObject({ code: 'POLICY_DENIED' });
  expect(await hold(session)).not.toBe(first);
  expect(await heardByServer(session)).toEqual([]);
});

it('approvals.deny_for: how long a denied call stays denied', async () => {
  await using wire = await createWire({ policy: { permissions }, config: { approvals: { deny_for: 1 } } });
  const session = await wire.connect();
  const first = await hold(session);
  await deny(wire.guard, first);
  expect(await ownAnswer(session, call)).toMatchObject({ error: { code: 10403, data: { approval_id: first } } });
  const again = await until('it may be asked again', async () => {
    const answer = JSON.stringify(await ownAnswer(session, call));
    return answer.includes('-32004') && heldId(answer);
  });
  expect(again).not.toBe(first);
});

it('approvals.wait: a held call stays open for that time', async () => {
  await using wire = await createWire({
    policy: { permissions },
    config: { approvals: { wait: 1 }, daemon: { shutdown_timeout: 0 } },
  });
  const session = await wire.connect();
  session.client.send(call);
  await until('it is held', async () => (await listApprovals(wire.guard)).length === 1);
  expect(await heardByServer(session)).toEqual([]);
  const id = heldId(await session.client.next());
  expect(await listApprovals(wire.guard)).toMatchObject([{ id, state: 'pending' }]);
});

it('approvals.notify: every webhook gets reports in its format, with its secret', async () => {
  await using receiver = await startReceiver();
  const notify = [
    { webhook: `${receiver.origin}/json`, format: 'json', secret: 'shared' },
    { webhook: `${receiver.origin}/slack`, format: 'slack' },
  ];
  await using wire = await createWire({ policy: { permissions }, config: { approvals: { notify } } });
  const id = await hold(await wire.connect());
  await until('both are told', () => receiver.heard.length === 2);
  const bodies = new Map(receiver.heard.map(({ path, body }) => [path, body]));
  expect(JSON.parse(bodies.get('/json') ?? '')).toMatchObject({ event: 'approval.held', approval_id: id });
  expect(JSON.parse(bodies.get('/slack') ?? '')).toMatchObject({ blocks: [{ text: { type: 'plain_text' } }] });
  expect(receiver.heard.find(({ path }) => path === '/json')?.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/u);
});

it('approvals.passphrase: no decision counts without it', async () => {
  await using wire = await createWire({ policy: { permissions }, config: { approvals: { passphrase: true } } });
  const session = await wire.connect();
  const id = await hold(session);
  for (const say of [approve, deny])
    expect(await say(wire.guard, id)).toMatchObject({ code: expect.any(String) as unknown });
  expect(await hold(session)).toBe(id);
  expect(await heardByServer(session)).toEqual([]);
});

describe('approvals.inside_clients: a decision made inside a client’s processes', () => {
  it.each([
    ['refuse', { code: 'UNAUTHENTICATED' }],
    ['allow', { state: 'approved' }],
  ])('%s', async (choice, told) => {
    await using wire = await createWire({ policy: { permissions }, config: { approvals: { inside_clients: choice } } });
    const id = await hold(await wire.connect());
    expect(await approve(wire.guard, id, 'inside')).toMatchObject(told);
  });
});
