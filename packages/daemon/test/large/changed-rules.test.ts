import { Fingerprints } from '@mcp-guard/core';
import { parseConfig, type Config } from '@mcp-guard/policy';
import { type Charge, createServers, findServer } from '@mcp-guard/rules';
import { describe, expect, it, vi } from 'vitest';
import { startSession, type TestSession } from '../support/session.js';
import { shareThreads } from '../support/share-threads.js';

const configOf = (policy: object, others: object = {}, top: object = {}): Config =>
  parseConfig(
    JSON.stringify({ servers: { files: { command: 'x', policy }, ...others }, ...top }),
    'test.yaml',
    new Map(),
  );
const denying = (tool: string): Config => configOf({ permissions: { denied_tools: [tool] } });
const allowing = configOf({});
const threads = shareThreads(allowing);
const limiting = (limit: number): Config => configOf({ rate_limit: { requests_per_minute: limit } });
const mail = (response: string): Config =>
  configOf({}, {}, { pii: { enabled: true, actions: { email: { response } } } });

interface Changing extends TestSession {
  readonly taken: readonly Charge[];
  /** How often a message was judged. */
  judged: number;
}

/** A session whose rules are the first ones until a message was judged in a thread, then the next ones, and so on. */
function open(...configs: readonly [Config, ...Config[]]): Changing {
  [threads.config] = configs;
  const waiting = configs.slice(1);
  const policyOf = () =>
    findServer(
      createServers(threads.config, { locate: (rule) => rule, fingerprints: new Fingerprints('00') }),
      'files',
    ).policyFor(['default']);
  const taken: Charge[] = [];
  const session = startSession({
    charge: (charges) => void taken.push(...charges),
    large: {
      async read(line, owner) {
        const read = await threads.large.read(line, owner);
        if (read.kind !== 'large') return read;
        return {
          ...read,
          async judge(...args) {
            started.judged++;
            const [direction, context, charge] = args;
            return read.judge(direction, context, (charges) => {
              threads.config = waiting.shift() ?? threads.config;
              started.policy = policyOf();
              return charge(charges);
            });
          },
        };
      },
    },
  });
  const started: Changing = Object.assign(session, { taken, judged: 0 });
  started.policy = policyOf();
  return started;
}

const padding = 'lorem ipsum '.repeat(20_000);
const call = (name: string) => ({ id: 1, method: 'tools/call', params: { name, arguments: { padding } } });
const answer = { id: 1, result: { content: [{ type: 'text', text: `anna@mail.example.com ${padding}` }] } };
const whole = { jsonrpc: '2.0', ...answer };

async function settled(session: Changing, count: number): Promise<void> {
  await vi.waitFor(() => expect(session.rows.length).toBe(count), { timeout: 120_000 });
  await session.turn();
}

/** What becomes of the answer to a small call. */
async function answerTo(session: Changing): Promise<unknown> {
  session.client.say({ id: 1, method: 'tools/call', params: { name: 'read' } });
  await session.turn();
  session.server.say(answer);
  await settled(session, 2);
  return session.client.heard[0];
}

describe('rules that change while a large message is judged', () => {
  it('lose no answer that they allow', async () => {
    const session = open(allowing, denying('a'), denying('b'), denying('c'), allowing);
    expect(await answerTo(session)).toEqual(whole);
    expect(session.judged).toBe(5);
    expect(session.rows.map(({ outcome }) => outcome)).toEqual(['allow', 'allow']);
  });

  it.each([
    ['tightened', mail('warn'), mail('block'), expect.objectContaining({ error: expect.anything() })],
    ['loosened', mail('block'), mail('warn'), whole],
    ['no longer redacting', mail('redact'), mail('warn'), whole],
  ])('decide about an answer as they are in the end: %s', async (_, before, after, heard) => {
    const session = open(before, after);
    expect(await answerTo(session)).toEqual(heard);
  });

  it.each([
    ['tightened', allowing, denying('send'), 'servers.files.policy.permissions.denied_tools[0]'],
    ['loosened', denying('send'), allowing, null],
  ])('decide about a call as they are in the end: %s', async (_, before, after, rule) => {
    const session = open(before, after);
    session.client.say(call('send'));
    await settled(session, 1);
    expect(session.rows[0]?.rule).toBe(rule);
    expect(session.server.heard).toHaveLength(rule === null ? 1 : 0);
  });

  it('take from limits once, and from those in force in the end', async () => {
    const session = open(limiting(5), limiting(7), limiting(9));
    session.client.say(call('send'));
    await settled(session, 1);
    expect(session.judged).toBe(3);
    expect(session.taken.map(({ limit }) => limit)).toEqual([5]); // of the skeleton, when it came
  });

  it('and are of another server, do not have it judged again', async () => {
    const other = (tool: string) =>
      configOf({}, { mail: { command: 'y', policy: { permissions: { denied_tools: [tool] } } } });
    const session = open(other('a'), other('b'));
    expect(await answerTo(session)).toEqual(whole);
    expect(session.judged).toBe(1);
  });
});
