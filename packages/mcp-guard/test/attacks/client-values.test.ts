import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approve, heldId } from '../support/approvals.ts';
import { createGuard } from '../support/in-process-guard.ts';
import type { TestGuard } from '../support/guard.ts';
import { filesThatHold } from '../support/home-files.ts';
import { listProcesses, untilGone } from '../support/processes.ts';
import { startClient, type Ended, type RawClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';

type Values = Readonly<Record<string, string>>;

let guard: TestGuard;
const canaries: string[] = [];
const canary = (): string => {
  const letters = Array.from({ length: 16 }, () => String.fromCharCode(97 + randomInt(26))).join('');
  canaries.push(`forwarded-${letters}`);
  return `forwarded-${letters}`;
};

beforeAll(async () => {
  const script = 'read -r line; echo "no use for $WHOLE, nor for $(echo $WHOLE | cut -c5-)" >&2; exit 3';
  const env = { WHOLE: 'pre-${client:VALUE}' };
  guard = await createGuard({
    servers: {
      tiny: { ...tinyServer(), env: { ...env, OWN: 'mine', MODE: '${client:MODE:-usual}' } },
      odd: { ...tinyServer(), env: { PROTO: '${client:__proto__}', LINES: '<${client:constructor}>' } },
      asking: { ...tinyServer(), env, policy: { permissions: { require_approval: ['echo'] } } },
      dying: { command: '/bin/sh', args: ['-c', script], env },
    },
    audit: { jsonl: 'rows.jsonl' },
    daemon: { log_level: 'trace' },
  });
});
afterAll(async () => {
  await guard.close();
  await untilGone(guard.home);
});

/** As a client does that has resolved the placeholders of its entry. */
const connect = (server: string, values: Values, forward: string = Object.keys(values).join(',')): RawClient =>
  startClient(guard.connect(server), { env: { ...values, MCP_GUARD_FORWARD: forward } });

async function environmentOf(client: RawClient): Promise<Values> {
  await client.initialize();
  const environment: Values = JSON.parse(await client.call('environment')); // oxlint-disable-line typescript/no-unsafe-assignment -- our own server
  return environment;
}

async function refusal(server: string, values: Values, forward?: string): Promise<Ended> {
  const client = connect(server, values, forward);
  void client.initialize();
  const ended = await client.ended;
  expect(JSON.stringify(client.received) + ended.stderr).not.toContain('forwarded-');
  return ended;
}

it('a value that a client forwards is nowhere but in the environment of its own server', async () => {
  const [annas, berts] = [canary(), canary()];
  const [anna, bert] = [connect('tiny', { VALUE: annas }), connect('tiny', { VALUE: berts, MODE: 'other' })];
  expect(await environmentOf(anna)).toMatchObject({
    WHOLE: `pre-${annas}`,
    OWN: 'mine',
    MODE: 'usual',
  });
  expect(await environmentOf(bert)).toMatchObject({ WHOLE: `pre-${berts}`, MODE: 'other' });
  for (const { command } of listProcesses()) expect(command).not.toMatch(/forwarded-[a-z]{16}/u);
  expect((await guard.run('status', '--json')).stdout).not.toContain('forwarded-');

  await anna.call('say', { words: `I was given ${annas}` });
  await bert.request('tools/call', { name: 'die', arguments: { words: `not good: ${berts}` } });
  expect((await bert.ended).stderr).toContain('not good: [REDACTED]');
  await anna.end();
  expect((await refusal('dying', { VALUE: canary() })).stderr).toContain('no use for [REDACTED], nor for [REDACTED]');
  await refusal('tiny', { VALUE: canary(), OTHER: canary() }, 'OTHER');

  for (const value of canaries) expect(filesThatHold(guard.home, value)).toEqual([]);
  await guard.run('stop');
  for (const value of canaries) expect(filesThatHold(guard.home, value)).toEqual([]);
  expect(canaries).toHaveLength(5);
});

it('a client that forwards a value no server requests sets nothing', async () => {
  const evil = { OWN: 'evil', LD_PRELOAD: '', NODE_OPTIONS: '--no-warnings', EXTRA: 'evil', VALUE: 'x', PATH: '/evil' };
  const client = connect('tiny', evil);
  const environment = await environmentOf(client);
  await client.end();
  expect(environment).toMatchObject({ OWN: 'mine', WHOLE: 'pre-x' });
  for (const name of ['LD_PRELOAD', 'NODE_OPTIONS', 'EXTRA']) expect(environment).not.toHaveProperty(name);
  expect(environment['PATH']).not.toContain('evil');
});

it('a forwarded value keeps every character, whatever it and its name look like', async () => {
  const values = Object.fromEntries([
    ['__proto__', '${VALUE} ${client:VALUE} $(id) "\\'],
    ['constructor', 'one\ntwo\r\u2028ö\u{1f600}\u0001'],
  ]);
  const client = connect('odd', values);
  expect(await environmentOf(client)).toMatchObject({
    PROTO: values['__proto__'],
    LINES: `<${values['constructor']}>`,
  });
  await client.end();
});

it('an approval admits a call with the value of the held call, and with no other', async () => {
  const [anna, bert] = [connect('asking', { VALUE: 'annas' }), connect('asking', { VALUE: 'berts' })];
  await Promise.all([anna.initialize(), bert.initialize()]);
  const echo = async (client: RawClient): Promise<string> =>
    JSON.stringify(await client.request('tools/call', { name: 'echo', arguments: { text: 'once' } }));
  await approve(guard, heldId(await echo(anna)));
  expect(heldId(await echo(bert))).toMatch(/^[0-9a-f]{16}$/u);
  expect(await echo(anna)).toContain('"text":"once"');
  await Promise.all([anna.end(), bert.end()]);
});

it('a missing value that the server requires refuses the session, with its name and a hint', async () => {
  const words = 'the server tiny wants VALUE of the client, which does not send it';
  const hint = `set VALUE in the env of the client's entry, and there MCP_GUARD_FORWARD to "MODE,VALUE"`;
  const expected = { code: 78, stderr: `mcp-guard: ${words}\nmcp-guard: ${hint}\n` };
  expect(await refusal('tiny', { MODE: 'x', VALUE: 'not sent' }, 'MODE')).toMatchObject(expected);
  const row = (await readRecord(guard, '-t', 'block')).at(-1);
  expect(row).toMatchObject({ kind: 'session', code: 'CONFIG_INVALID', detail: words });
});

it.each<[string, Values, string, string]>([
  ['is not set', {}, 'VALUE', 'MCP_GUARD_FORWARD names VALUE, which is not set in the environment of this entry'],
  ['is there twice', { A: 'x' }, 'A,A', 'MCP_GUARD_FORWARD names A twice'],
  [
    'is huge',
    { VALUE: 'x', HUGE: 'forwarded-'.repeat(7000) },
    'VALUE,HUGE',
    'a client can send at most 65536 bytes about itself; the longest value is that of HUGE',
  ],
])(
  'a forwarded value that %s is refused by the bridge, which tells its name and not what it is',
  async (_, ...said) => {
    const [values, forward, words] = said;
    expect(await refusal('tiny', values, forward)).toMatchObject({ code: 78, stderr: `mcp-guard: ${words}\n` });
  },
);
