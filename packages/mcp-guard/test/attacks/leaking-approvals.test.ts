import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldId, listApprovals } from '../support/approvals.ts';
import { callLine, line, ownAnswer } from '../support/calls.ts';
import { refused } from '../support/guard-answers.ts';
import { filesThatHold } from '../support/home-files.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

/** Of the right shape, and never the same. */
const canary = (): string =>
  `ghp_${randomBytes(40)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 36)}`;

const ASKING = {
  permissions: { require_approval: ['deploy*', 'ghp_*'] },
  spend: { tools: { '*': { price: 1 } } },
};

// Threat 14
describe.each([
  ['told and let through', { actions: { github_token: { request: 'warn' }, secret: { request: 'warn' } } }],
  ['not searched', { enabled: false }],
])('a secret in a held call, where calls are %s,', (_, pii) => {
  let wire: Wire;
  let session: WireSession;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    const formats = ['json', 'slack'].map((format) => ({ webhook: `${receiver.origin}/${format}`, format }));
    wire = await createWire({
      policy: ASKING,
      config: {
        pii,
        audit: { jsonl: 'rows.jsonl' },
        approvals: { notify: formats },
        daemon: { log_level: 'debug', shutdown_timeout: 0 },
      },
    });
    session = await wire.connect();
  });
  afterAll(async () => {
    await wire.close();
    await receiver[Symbol.asyncDispose]();
  });

  const secrets: string[] = [];
  const plant = (): string => secrets[secrets.push(canary()) - 1] ?? '';

  it('stands in no file of the home, in no notice, and in no list', async () => {
    const calls: readonly string[] = [
      callLine('deploy', { token: plant() }, 1),
      callLine('deploy', { text: `the key is ${plant()}, keep it` }, 2),
      callLine('deploy', { deep: [{ a: [plant()] }] }, 3),
      callLine('deploy', { text: Buffer.from(`the key ${plant()} of all`).toString('base64') }, 4),
      callLine('deploy', { text: `${plant()} ${'x'.repeat(3000)}` }, 5),
      callLine('deploy', {}, 6, { _meta: { note: plant() } }),
      callLine('deploy', {}, 7, { inputResponses: { q: { content: { token: plant() } } } }),
      callLine('deploy', {}, 8, { requestState: plant() }),
      callLine(plant(), {}, 9),
      callLine(`deploy ${plant()}`, { n: 1 }, 10),
      line({ id: 11, method: `x/${plant()}`, params: { name: 'deploy' } }),
      callLine('deploy', { pad: 'x '.repeat(70_000), token: plant() }, 12),
    ];
    const answers: string[] = [];
    const paid = callLine(`pay ${plant()}`, {}, 13);
    session.client.send(paid);
    expect(await session.server.next()).toBe(paid);
    for (const call of calls) answers.push(JSON.stringify(await ownAnswer(session, call)));
    const held = answers.flatMap((answer) => (answer.includes('approval_id') ? [heldId(answer)] : []));
    expect(held.length).toBeGreaterThanOrEqual(8);
    const last = held.at(-1) ?? '';
    await until('it is told', () => receiver.heard.filter(({ body }) => body.includes(last)).length === 2);
    const listed = JSON.stringify(await listApprovals(wire.guard));
    const told = JSON.stringify(receiver.heard);
    const inTheRunning = secrets.flatMap((secret) => filesThatHold(wire.guard.home, secret));
    await wire.guard.run('stop');
    const inTheStopped = secrets.flatMap((secret) => filesThatHold(wire.guard.home, secret));
    const leaked = (text: string): readonly string[] => calls.filter((_call, at) => text.includes(secrets[at] ?? ''));
    expect([leaked(listed), leaked(told)]).toEqual([[], []]);
    expect([inTheRunning, inTheStopped]).toEqual([[], []]);
  });

  it('that is the name of an argument is refused: it cannot be shown with another', async () => {
    const secret = plant();
    const again = await wire.connect();
    const answer = await ownAnswer(again, callLine('deploy', { [secret]: 1 }, 1));
    expect(answer).toMatchObject({ error: { code: 10403, data: { source: 'mcp-guard' } } });
    expect(filesThatHold(wire.guard.home, secret)).toEqual([]);
  });
});

// Threat 14
it('what a configuration defines as a type of its own is not shown to those who decide, also where calls may hold it', async () => {
  await using receiver = await startReceiver();
  const number = { patterns: [{ regex: 'E-[0-9]{6}' }], actions: { request: 'warn', response: 'warn' } };
  await using wire = await createWire({
    policy: ASKING,
    config: { pii: { custom_types: { number } }, approvals: { notify: [{ webhook: `${receiver.origin}/json` }] } },
  });
  const session = await wire.connect();
  const call = callLine('deploy', { for: 'E-123456', note: 'of E-654321, as ever' }, 1);
  expect(await ownAnswer(session, call)).toMatchObject({ error: { code: -32_004 } });
  await until('it is told', () => receiver.heard.length === 1);
  const [shown] = await listApprovals(wire.guard);
  expect(shown).toMatchObject({
    call: '{"arguments":{"for":"[REDACTED:number, 8 characters]","note":"of [REDACTED:number, 8 characters], as ever"}}',
  });
  expect(JSON.stringify(receiver.heard)).not.toMatch(/E-\d{6}/u);
  expect(await ownAnswer(session, callLine('deploy E-112233', {}, 2))).toMatchObject(refused(2));
  for (const value of ['E-123456', 'E-112233']) expect(filesThatHold(wire.guard.home, value)).toEqual([]);
});

// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\0-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

// Threat 15
it('a tool’s name that would rewrite a terminal or a message is told as what it is', async () => {
  await using receiver = await startReceiver();
  const notify = ['json', 'slack'].map((format) => ({ webhook: `${receiver.origin}/${format}`, format }));
  const policy = { permissions: { require_approval: ['*'] } };
  await using wire = await createWire({ policy, config: { approvals: { notify } } });
  const session = await wire.connect();
  const names = [
    '\u001B[2J\u001B[31mok',
    '\u001B]52;c;cm0gLXJm\u0007',
    'ok\r\nfake row  allow',
    'a\u202Egnp.exe',
    'a\u200Bb\uFEFFc',
    'a\u{E0041}b',
    '<!channel> <http://a.example|approve>',
    'p\u0430y',
    'x'.repeat(256),
  ];
  for (const [id, name] of names.entries())
    expect(await ownAnswer(session, callLine(name, {}, id))).toMatchObject({ error: { code: -32_004 } });
  await until('all are told', () => receiver.heard.length === 2 * names.length);
  for (const { path, body } of receiver.heard) {
    const message: unknown = JSON.parse(body);
    const texts = textsOf(message);
    expect(texts.filter((text) => UNSAFE.test(text))).toEqual([]);
    expect(body.length).toBeLessThan(2000);
    expect(path === '/slack' && /[<>]/u.test(texts[0] ?? '')).toBe(false);
  }
  expect(await ownAnswer(session, callLine('x'.repeat(257), {}, 'long'))).toMatchObject(refused('long'));
  expect(receiver.heard.filter(({ body }) => body.includes('p\\\\u{430}y'))).toHaveLength(2);
  expect((await wire.guard.run('approvals', 'list')).stdout).toContain(' p\\u{430}y ');
  const { stdout, stderr } = await wire.guard.run('logs', '-t', 'hold');
  expect(stdout).toContain('this call needs the user');
  expect(UNSAFE.exec(stdout + stderr)).toBeNull();
});

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
