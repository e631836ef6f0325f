import { once } from 'node:events';
import { createServer, get, IncomingMessage, ServerResponse, type Server } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import type { CallView, NowView } from '@mcp-guard/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Live } from '../../src/view/live.js';
import { MAX_VIEWERS, Viewers } from '../../src/web/viewers.js';

const TICK = 250;

const callOf = (seq: number, target = 'read'): CallView => ({
  seq,
  at: 0,
  session: null,
  user: null,
  server: 'a',
  direction: 'toServer',
  method: 'tools/call',
  target,
  outcome: 'allowed',
  code: null,
  rule: null,
  client: null,
  reason: null,
  approval: null,
  findings: 0,
  types: [],
  answer: null,
});

/** What happens, as the test says. */
class Happening implements Live {
  refusedBy = (): number => 0;
  followers = 0;
  #show: (calls: readonly CallView[]) => void = () => undefined;

  now(): NowView {
    return JSON.parse('{"at":1}'); // oxlint-disable-line typescript/no-unsafe-return -- only forwarded
  }

  followCalls(onCalls: (calls: readonly CallView[]) => void): () => void {
    this.followers++;
    this.#show = onCalls;
    return () => void this.followers--;
  }

  followApprovals(): () => void {
    return () => undefined;
  }

  show(...calls: readonly CallView[]): void {
    this.#show(calls);
  }
}

let happening: Happening;
let viewers: Viewers;
let server: Server;
let answers: ServerResponse[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  happening = new Happening();
  viewers = new Viewers(happening);
  answers = [];
  server = createServer((_, response) => {
    answers.push(response);
    viewers.add(response, {}, () => true);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  viewers.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  vi.useRealTimers();
});

/** A page that looks; it has the first answer. */
const look = (): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { port }: AddressInfo = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens at a port
    get({ host: '127.0.0.1', port, agent: false }, resolve).once('error', reject);
  });

/** Reads until a text stands there. */
async function readUntil(page: IncomingMessage, text: string): Promise<string> {
  let read = '';
  for await (const chunk of page.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    read += String(chunk);
    if (read.includes(text)) return read;
  }
  throw new Error(`the stream ended before ${text}`);
}

describe('pages that look', () => {
  it('see the last state of a call once a tick, and nobody follows when they are gone', async () => {
    const page = await look();
    await readUntil(page, 'event: now\n');
    happening.show(callOf(1), callOf(2));
    happening.show(callOf(1, 'write'));
    vi.advanceTimersByTime(TICK);
    const read = await readUntil(page, '\n\n');
    expect(read).toBe(`event: calls\ndata: ${JSON.stringify([callOf(1, 'write'), callOf(2)])}\n\n`);
    const [response] = answers;
    page.destroy();
    if (response) await once(response, 'close');
    expect([viewers.count, happening.followers]).toEqual([0, 0]);
  });

  it('a flood of calls is not kept: the page is told how many it has to ask for', async () => {
    const page = await look();
    await readUntil(page, 'event: now\n');
    happening.show(...Array.from({ length: 750 }, (_, at) => callOf(at)));
    vi.advanceTimersByTime(TICK);
    const read = await readUntil(page, 'event: missed\n');
    expect(read).toContain('event: missed\ndata: 250\n\n');
    expect(read.match(/"seq":/g)).toHaveLength(500);
  });

  it('one that does not read takes no memory: it gets nothing more, and is told what it missed', async () => {
    const page = await look();
    const [response] = answers;
    if (!response) throw new Error('the page has no answer');
    const long = 'x'.repeat(100_000);
    while (!response.writableNeedDrain) {
      happening.show(callOf(1, long));
      vi.advanceTimersByTime(TICK);
    }
    const kept = response.writableLength;
    for (let tick = 0; tick < 10; tick++) {
      happening.show(callOf(1, long));
      vi.advanceTimersByTime(TICK);
    }
    expect(response.writableLength).toBe(kept);
    page.resume();
    await once(response, 'drain');
    page.pause();
    happening.show(callOf(7));
    vi.advanceTimersByTime(TICK);
    expect(await readUntil(page, '"seq":7')).toContain('event: missed\ndata: 10\n\n');
  });

  it(`are at most ${MAX_VIEWERS}; the next one is refused and slows nobody down`, () => {
    for (let at = 0; at < MAX_VIEWERS; at++) {
      viewers.insistOnRoom();
      viewers.add(unconnected(), {}, () => true);
    }
    expect(() => viewers.insistOnRoom()).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  });

  it('one that left while the page was loaded takes no place', () => {
    const response = unconnected();
    response.destroy();
    viewers.add(response, {}, () => true);
    expect([viewers.count, happening.followers]).toEqual([0, 0]);
  });

  it('one that has signed out sees nothing more', async () => {
    const page = await look();
    await readUntil(page, 'event: now\n');
    const [response] = answers;
    let mayLook = true;
    const other = unconnected();
    viewers.add(other, {}, () => mayLook);
    mayLook = false;
    happening.show(callOf(1));
    vi.advanceTimersByTime(TICK);
    expect([other.destroyed, response?.destroyed]).toEqual([true, false]);
  });
});

/** Of a page that was never connected. */
const unconnected = (): ServerResponse => new ServerResponse(new IncomingMessage(new Socket()));
