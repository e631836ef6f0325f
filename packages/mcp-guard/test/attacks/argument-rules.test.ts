import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SERVERS } from '../clients/servers.ts';
import { createGuard } from '../support/in-process-guard.ts';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { cpuSeconds } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const RULES = [
  { tool: 'pay', path: '/amount', max: '9007199254740992' },
  { tool: 'pay', path: '/items/*/price', max: 100, optional: true },
  { tool: 'fetch', path: '/url', under: 'good.com' },
  { tool: 'write', path: '/path', under: '/srv/data' },
];
const WORDS = {
  amount: 'the argument /amount must be a number not above the policy’s limit',
  given: 'the argument /amount must be given',
  unclear: 'the argument /amount cannot be read in one way only',
  price: 'the argument /items/*/price must be a number not above the policy’s limit',
  priceUnclear: 'the argument /items/*/price cannot be read in one way only',
  url: 'the argument /url must be inside the allowed folders or hosts',
  path: 'the argument /path must be inside the allowed folders or hosts',
};

type Case = readonly [what: string, name: string, given: string, rule: number, message: string];

/** `params` of calls that no rule may let through. */
const ATTACKS: readonly Case[] = [
  ['2^53+1 against 2^53', '"pay"', '{"amount":9007199254740993}', 0, WORDS.amount],
  ['one more in the last of many digits', '"pay"', '{"amount":9007199254740992.0000000000000001}', 0, WORDS.amount],
  ['more than a double holds', '"pay"', '{"amount":1e400}', 0, WORDS.amount],
  ['a numeric text', '"pay"', '{"amount":"1"}', 0, WORDS.amount],
  ['a list with the number', '"pay"', '{"amount":[1]}', 0, WORDS.amount],
  ['an absent argument', '"pay"', '{}', 0, WORDS.given],
  ['arguments as a string', '"pay"', '"{\\"amount\\":1}"', 0, WORDS.unclear],
  ['arguments as a list', '"pay"', '[{"amount":1}]', 0, WORDS.unclear],
  ['no arguments', '"pay"', 'null', 0, WORDS.unclear],
  ['a key in capitals beside the one that is meant', '"pay"', '{"amount":1,"Amount":1e16}', 0, WORDS.unclear],
  ['a key with a NUL', '"pay"', '{"amount":1,"amount\\u0000":1e16}', 0, WORDS.unclear],
  ['a key in capitals alone', '"pay"', '{"AMOUNT":1}', 0, WORDS.unclear],
  ['a folded key on the way', '"pay"', '{"amount":1,"items":[],"Items":[{"price":1e16}]}', 0, WORDS.unclear],
  ['a folded key below a wildcard', '"pay"', '{"amount":1,"items":[{"price":1,"pricE":1e16}]}', 1, WORDS.priceUnclear],
  ['one of many', '"pay"', '{"amount":1,"items":[{"price":1},{"price":101}]}', 1, WORDS.price],
  ['the tool in capitals', '"PAY"', '{"amount":1e16}', 0, WORDS.amount],
  ['the tool with an invisible character', '"pay\u200b"', '{"amount":1e16}', 0, WORDS.amount],
  ['the tool in full width', '"ｐay"', '{"amount":1e16}', 0, WORDS.amount],
  ['the tool with white space', '" pay"', '{"amount":1e16}', 0, WORDS.amount],
  ['the tool in a list', '["pay"]', '{"amount":1e16}', 0, WORDS.amount],
  ['a backslash before the userinfo', '"fetch"', String.raw`{"url":"https://good.com\\@evil.com"}`, 2, WORDS.url],
  ['userinfo', '"fetch"', '{"url":"https://good.com@evil.com/"}', 2, WORDS.url],
  ['a control in a URL', '"fetch"', String.raw`{"url":"https://good.com\n.evil.com/"}`, 2, WORDS.url],
  ['an encoded host', '"fetch"', '{"url":"https://good.com%2eevil.com/"}', 2, WORDS.url],
  ['a look-alike host', '"fetch"', '{"url":"https://g\u043e\u043ed.com/"}', 2, WORDS.url],
  ['dot segments', '"write"', '{"path":"/srv/data/../../etc/passwd"}', 3, WORDS.path],
  ['encoded dot segments', '"write"', '{"path":"/srv/data/%2e%2e/x"}', 3, WORDS.path],
  ['a URI of another host', '"write"', '{"path":"file://evil/srv/data/x"}', 3, WORDS.path],
  ['a path from the working folder', '"write"', '{"path":"srv/data/x"}', 3, WORDS.path],
];

describe('an argument that a rule forbids', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({ policy: { permissions: { arguments: RULES } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  const call = (name: string, given: string, id?: number, method = 'tools/call'): string =>
    `{"jsonrpc":"2.0",${id === undefined ? '' : `"id":${id},`}"method":"${method}","params":{"name":${name},"arguments":${given}}}`;

  it.each(ATTACKS)('does not reach the server: %s', async (_, name, given, rule, message) => {
    session.client.send(call(name, given, 1), call(name, given), call(name, given, undefined, 'tools/invoke'));
    const place = `servers.raw.policy.permissions.arguments[${rule}]`;
    expect(toObject(await session.client.next())).toMatchObject({
      ...refused(1),
      error: { message: expect.stringContaining(message), data: { rule: ruleAt(place) } },
    });
    expect(await heardByServer(session)).toEqual([]);
  });

  it('does not reach the server in a large message either', async () => {
    const padding = 'x'.repeat(200_000);
    session.client.send(call('"pay"', `{"amount":9007199254740993,"note":"${padding}"}`, 2));
    expect(toObject(await session.client.next())).toMatchObject({
      ...refused(2),
      error: { message: expect.stringContaining(WORDS.amount) },
    });
    expect(await heardByServer(session)).toEqual([]);
  });

  it.each([
    ['"pay"', '{"amount":9007199254740992}'],
    ['"pay"', '{"amount":1.0e1,"items":[{"price":100},{"price":-0}]}'],
    ['"fetch"', '{"url":"https://good.com/a@b"}'],
    ['"write"', '{"path":"/srv/data/new/file"}'],
    ['"read"', '{"amount":1e400}'],
  ])('is not one that a rule allows (%s with %s)', async (name, given) => {
    session.client.send(call(name, given));
    expect(await heardByServer(session)).toEqual([call(name, given)]);
  });
});

it('that a role forbids is refused beside those that the server forbids', async () => {
  const role = { permissions: { arguments: [{ tool: 'pay', path: '/to', one_of: ['anna'] }] } };
  await using wire = await createWire({
    policy: { permissions: { arguments: RULES } },
    config: { auth: { roles: { default: role } } },
  });
  const session = await wire.connect();
  const call = (to: string) =>
    JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'pay', arguments: { amount: 1, to } },
    });
  session.client.send(call('mallory'));
  const rule = ruleAt('auth.roles.default.permissions.arguments[0]');
  expect(toObject(await session.client.next())).toMatchObject({ error: { data: { rule } } });
  session.client.send(call('anna'));
  expect(await heardByServer(session)).toEqual([call('anna')]);
});

it('naming a file outside is refused, also as a relative path that the server resolves elsewhere', async () => {
  const guard = await createGuard({});
  onTestFinished(() => guard.close());
  const root = dirname(guard.home);
  const project = join(root, 'project');
  mkdirSync(join(project, 'project'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'what nobody may read');
  writeFileSync(join(project, 'mine'), 'what is mine');
  const policy = { permissions: { arguments: [{ tool: 'read_text_file', path: '/path', under: project }] } };
  const servers = { files: { ...SERVERS.filesystem.command(root), policy } };
  await guard.configure({ daemon: { shutdown_timeout: 1 }, servers });
  const client = startClient(guard.connect('files'), { cwd: project });
  onTestFinished(() => client[Symbol.asyncDispose]());
  await client.initialize();
  const answerTo = (path: string) => client.request('tools/call', { name: 'read_text_file', arguments: { path } });

  for (const path of ['secret.txt', './secret.txt', 'project/../secret.txt']) {
    expect(await answerTo(path)).toMatchObject({ error: { message: expect.stringContaining(WORDS.path) } });
  }
  for (const path of ['project/mine', join(project, 'mine')]) {
    expect(JSON.stringify(await answerTo(path))).toContain('what is mine');
  }
  expect(JSON.stringify(client.received)).not.toContain('what nobody may read');
});

it('with a path in a folder of many does not delay another session', async () => {
  const guard = await createGuard({});
  onTestFinished(() => guard.close());
  const root = dirname(guard.home);
  const folders = Array.from({ length: 10 }, (_, index) => join(root, `folder${index}`));
  const deep = `${folders[9]}/${'d/'.repeat(25)}`;
  for (const folder of [...folders, deep]) mkdirSync(folder, { recursive: true });
  const policy = { permissions: { arguments: [{ tool: '*', path: '/paths/*', under: folders, optional: true }] } };
  const files = SERVERS.filesystem.command(root);
  await guard.configure({ daemon: { shutdown_timeout: 1 }, servers: { files: { ...files, policy }, other: files } });
  const [attacker, other] = [startClient(guard.connect('files')), startClient(guard.connect('other'))];
  onTestFinished(async () => {
    await attacker[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
  });
  await attacker.initialize();
  await other.initialize();
  const paths = Array.from({ length: 1000 }, (_, index) => deep + index);
  const daemon = Number(await guard.daemonPid());
  const before = cpuSeconds(daemon);
  const attack = attacker.request('tools/call', { name: 'read_multiple_files', arguments: { paths } });
  await Promise.all([attack, other.request('ping')]);
  expect(cpuSeconds(daemon) - before).toBeLessThan(1.5);
});
