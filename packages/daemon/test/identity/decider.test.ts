import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decider } from '@mcp-guard/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi, type TestContext } from 'vitest';
import { toDecider } from '../../src/identity/decider.js';
import { readProcess } from '../../src/identity/process-facts.js';
import { Started } from '../support/started.js';

const started = new Started();
afterEach(() => started.end());

/** Tells the number of a bridge that so many shells stand before. */
const WRAP = `
if [ "$1" -gt 1 ]; then sh "$0" $(($1 - 1)); : # no shell becomes the next one
else sleep 60 & echo $!; wait; fi
`;
const ORPHANS = 'sleep 60 & first=$!; sleep 60 & echo $first $! $starter; wait';
/** A client: starts a bridge through wrappers, and beside it what an agent starts in its own shell. */
const CLIENT = `
const { spawn } = require('node:child_process');
const [, wrap, depth] = process.argv;
const hear = (child) => new Promise((heard) => child.stdout.once('data', (line) => heard(String(line).trim())));
const bridge = depth === '0' ? Promise.resolve(spawn('sleep', ['60']).pid) : hear(spawn('sh', [wrap, depth]));
const agent = hear(spawn('sh', ['-c', 'sleep 60 & echo $!; wait']));
Promise.all([bridge, agent]).then((pids) => console.log(process.pid, ...pids));
`;

let folder: string;
let wrap: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-guard-decider-'));
  wrap = join(folder, 'wrap');
  writeFileSync(wrap, WRAP);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function startClient(wrappers = 1) {
  const [client = 0, bridge = 0, agent = 0] = await started.startAndHear(process.execPath, [
    '-e',
    CLIENT,
    wrap,
    String(wrappers),
  ]);
  return { client, bridge, agent };
}

/** Two processes of a shell whose own parent has ended. */
async function startOrphans(context: TestContext): Promise<readonly number[]> {
  const [first = 0, second = 0, starter] = await started.startAndHear('sh', ['-c', 'starter=$$ sh -c "$0" &', ORPHANS]);
  const grandparent = (): number | undefined => readProcess(readProcess(first)?.parent ?? 0)?.parent;
  await vi.waitFor(() => expect(grandparent()).not.toBe(starter), { timeout: 120_000, interval: 2 });
  context.skip(grandparent() !== 1, 'orphans are handed to somebody else here');
  return [first, second];
}

const UID = 501;
const decide = (pid: number | undefined, bridges: readonly number[], hasPassphrase = false): Decider =>
  toDecider({ uid: UID, pid }, bridges, { hasPassphrase });

describe.runIf(process.platform === 'linux')('a decision', () => {
  it('of an agent that has a shell is made inside of its client', async () => {
    const { bridge, agent } = await startClient();
    expect(decide(agent, [bridge])).toEqual({
      uid: UID,
      pid: agent,
      tty: null,
      parent: 'sh',
      insideClient: true,
      hasPassphrase: false,
      proposed: false,
    });
  });

  it.each([0, 1, 4])('is made inside of a client that starts bridges through %i wrappers', async (wrappers) => {
    const { bridge, agent } = await startClient(wrappers);
    expect(decide(agent, [bridge]).insideClient).toBe(true);
  });

  it('is looked for behind a bounded number of wrappers', async () => {
    const { bridge, agent } = await startClient(5);
    expect(decide(agent, [bridge]).insideClient).toBe(false);
  });

  it('of the client itself, and of a bridge, is made inside of it', async () => {
    const { client, bridge } = await startClient();
    expect([client, bridge].map((pid) => decide(pid, [bridge]).insideClient)).toEqual([true, true]);
  });

  it('of a program beside the client is not', async () => {
    const [{ bridge }, { agent: other }] = [await startClient(), await startClient()];
    const { pid } = started.start('sleep', ['60']);
    expect([other, pid].map((decider) => decide(decider, [bridge]).insideClient)).toEqual([false, false]);
    expect(decide(other, [bridge])).toMatchObject({ parent: 'sh' });
  });

  it('is looked for among all clients', async () => {
    const [one, other] = [await startClient(), await startClient()];
    expect(decide(other.agent, [one.bridge, other.bridge]).insideClient).toBe(true);
    expect(decide(other.agent, [one.bridge]).insideClient).toBe(false);
  });

  it('is not inside of init, although it adopts orphans', async (context) => {
    const [bridge = 0] = await startOrphans(context);
    expect(decide(process.pid, [bridge]).insideClient).toBe(false);
  });

  it('is made inside of a script that was orphaned', async (context) => {
    const [bridge = 0, agent = 0] = await startOrphans(context);
    expect(decide(agent, [bridge]).insideClient).toBe(true);
  });

  it('is not inside of a client that has gone', async () => {
    expect(decide(process.pid, [2 ** 22 + 1]).insideClient).toBe(false);
  });
});

it.each([undefined, 0])('a process that the system does not name (%s) gets no facts', (pid) =>
  expect(decide(pid, [process.pid], true)).toEqual({
    uid: UID,
    pid: null,
    tty: null,
    parent: null,
    insideClient: false,
    hasPassphrase: true,
    proposed: false,
  }),
);
