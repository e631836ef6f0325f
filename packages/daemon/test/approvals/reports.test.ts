import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WebhookTarget } from '../../src/approvals/notify/webhook.js';
import { FORMATS } from '../../src/approvals/notify/formats/registry.js';
import { Reports, type ReportsOptions } from '../../src/approvals/notify/reports.js';
import { approvalOf, NOW } from '../support/approval.js';

/** Stands in every URL here: what it finds may do more than tell. */
const URL_SECRET = 'T0000/B0000/u-r-l-secret';

const idOf = (number: number): string => number.toString(16).padStart(16, '0');

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Receiver {
  readonly url: string;
  readonly host: string;
  /** What was posted, in order. */
  readonly heard: readonly Heard[];
  /** Of each, the id. */
  readonly ids: readonly (string | undefined)[];
}

const servers: Server[] = [];
const opened: Reports[] = [];

afterEach(() => {
  for (const webhooks of opened.splice(0)) webhooks.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A receiver on this machine. */
async function receive(answer: RequestListener = (_, response) => response.end('ok')): Promise<Receiver> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push({ headers: request.headers, body });
      return answer(request, response);
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url: `http://${host}/${URL_SECRET}`,
    host,
    heard,
    get ids() {
      return heard.map(({ headers }) => headers['x-mcp-guard-event-id']?.toString().split('.')[0]);
    },
  };
}

const toTarget = ({ url }: Pick<Receiver, 'url'>, more: Partial<WebhookTarget> = {}): WebhookTarget => ({
  webhook: url,
  format: 'json',
  secret: null,
  ...more,
});

function start(targets: readonly WebhookTarget[], more: Partial<ReportsOptions> = {}) {
  const clock = { now: NOW };
  const config = { targets };
  const problems: string[] = [];
  const webhooks = new Reports({
    targets: () => config.targets,
    onProblem: (words) => problems.push(words),
    now: () => clock.now,
    formats: FORMATS,
    retryAfter: 1,
    systemFolders: [],
    terminal: () => ({}),
    ...more,
  });
  opened.push(webhooks);
  const settled = (): Promise<void> =>
    until(() => expect(webhooks.status.every(({ waiting }) => waiting === 0)).toBe(true));
  return { clock, config, problems, webhooks, settled };
}

const until = (look: () => void): Promise<void> => vi.waitFor(look, { timeout: 120_000, interval: 2 });

/** As the guard's own, for receivers that never answer. */
const impatientFetch: typeof guardedFetch = (url, options) => guardedFetch(url, { ...options, timeout: 20 });
const hang: RequestListener = () => undefined;

describe('a report of a held call', () => {
  it('names the call and nothing of its content', async () => {
    const receiver = await receive();
    const { webhooks, settled } = start([toTarget(receiver)]);
    webhooks.notify(approvalOf());
    await settled();
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.heard;
    expect(JSON.parse(body)).toEqual({
      event: 'approval.held',
      approval_id: '0123456789abcdef',
      server: 'bank',
      tool: 'pay',
      actor: 'anna',
      amount: '12.50',
      currency: 'USD',
      created_at: NOW / 1000,
      expires_at: NOW / 1000 + 300,
      command: 'mcp-guard approvals show 0123456789abcdef',
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-mcp-guard-event-id': '0123456789abcdef.approval.held',
    });
    expect(headers).not.toHaveProperty('x-mcp-guard-signature');
    expect(webhooks.status).toEqual([{ host: receiver.host, failure: null, waiting: 0, lost: 0 }]);
  });

  it('has no amount if the call costs nothing', async () => {
    const [program, people] = [await receive(), await receive()];
    const { webhooks, settled } = start([toTarget(program), toTarget(people, { format: 'slack' })]);
    webhooks.notify(approvalOf({ amount: null, currency: null }));
    await settled();
    expect(JSON.parse(program.heard[0]?.body ?? '')).not.toHaveProperty('amount');
    expect(people.heard[0]?.body).not.toContain('amount');
  });

  it('has one line for each fact in Slack', async () => {
    const receiver = await receive();
    const { webhooks, settled } = start([toTarget(receiver, { format: 'slack' })]);
    webhooks.notify(approvalOf());
    await settled();
    const words = [
      'mcp-guard holds a call until 2027-01-15T08:05:00Z',
      'server: bank',
      'tool: pay',
      'actor: anna',
      'amount: 12.50 USD',
      'mcp-guard approvals show 0123456789abcdef',
    ].join('\n');
    expect(JSON.parse(receiver.heard[0]?.body ?? '')).toMatchObject({
      text: words,
      blocks: [{ type: 'section', text: { type: 'plain_text', text: words, emoji: false } }],
    });
  });

  it('goes to every receiver, one call after the other', async () => {
    let busy = 0;
    const together: number[] = [];
    const one = await receive((_, response) => {
      together.push(++busy);
      setImmediate(() => response.end(() => busy--));
    });
    const other = await receive();
    const { webhooks, settled } = start([toTarget(one), toTarget(other)]);
    for (let number = 0; number < 10; number++) webhooks.notify(approvalOf({ id: idOf(number) }));
    await settled();
    const ids = Array.from({ length: 10 }, (_, number) => idOf(number));
    expect([one.ids, other.ids]).toEqual([ids, ids]);
    expect(Math.max(...together)).toBe(1);
  });

  it('is not made without a receiver', () => {
    const { webhooks } = start([]);
    webhooks.notify(approvalOf());
    expect(webhooks.status).toEqual([]);
  });
});

describe('a signature', () => {
  const SECRET = 'between-us';
  const timeOf = ({ headers, body }: Heard): number | undefined => {
    const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-mcp-guard-signature'])) ?? [];
    const expected = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
    return signature === expected ? Number(time) : undefined;
  };

  it('proves body and time of every attempt', async () => {
    let times = 0;
    const receiver = await receive((_, response) => response.writeHead(++times === 1 ? 500 : 204).end());
    const { clock, webhooks, settled } = start([toTarget(receiver, { secret: SECRET })], {
      fetch: (url, options) => guardedFetch(url, options).finally(() => (clock.now += 1000)),
    });
    webhooks.notify(approvalOf());
    await settled();
    expect(receiver.heard.map(timeOf)).toEqual([NOW / 1000, NOW / 1000 + 1]);
    expect(new Set(receiver.ids).size).toBe(1);
    expect(JSON.stringify(receiver.heard)).not.toContain(SECRET);
  });

  it('is made with the secret that is configured now', async () => {
    const receiver = await receive((_, response) => response.writeHead(500).end());
    const { config, webhooks } = start([toTarget(receiver, { secret: 'of yesterday' })]);
    webhooks.notify(approvalOf());
    config.targets = [toTarget(receiver, { secret: SECRET })];
    await until(() => expect(receiver.heard.length).toBeGreaterThan(1));
    expect(receiver.heard.slice(1).every((heard) => timeOf(heard) === NOW / 1000)).toBe(true);
  });
});

describe('a report that fails', () => {
  it('is retried, and logged once', async () => {
    let times = 0;
    const receiver = await receive((_, response) => response.writeHead(++times < 4 ? 500 : 200).end());
    const { webhooks, problems, settled } = start([toTarget(receiver)]);
    webhooks.notify(approvalOf());
    await settled();
    expect(receiver.heard).toHaveLength(4);
    expect(problems).toEqual([`${receiver.host} answers with 500`]);
    expect(webhooks.status).toEqual([{ host: receiver.host, failure: null, waiting: 0, lost: 0 }]);
  });

  it('is logged again if a report succeeded meanwhile', async () => {
    const answers = [500, 200, 500, 200];
    const receiver = await receive((_, response) => response.writeHead(answers.shift() ?? 200).end());
    const { webhooks, problems, settled } = start([toTarget(receiver)]);
    for (const number of [1, 2]) webhooks.notify(approvalOf({ id: idOf(number) }));
    await settled();
    expect(problems).toHaveLength(2);
  });

  it('is retried after twice the time, six attempts in all, and dropped', async () => {
    const times: number[] = [];
    const { webhooks, settled } = start([toTarget({ url: 'https://hooks.example/' })], {
      retryAfter: 4,
      fetch: async () => {
        times.push(performance.now());
        throw new TypeError('a bug');
      },
    });
    webhooks.notify(approvalOf());
    await settled();
    // A timer may be early by a fraction of a millisecond, and late by any time.
    const waits = times.slice(1).map((time, at) => time - (times[at] ?? 0) + 1);
    expect([4, 8, 16, 32, 64].map((least, at) => (waits[at] ?? 0) >= least)).toEqual([true, true, true, true, true]);
    expect(times).toHaveLength(6);
    expect(webhooks.status).toEqual([
      { host: 'hooks.example', failure: 'unexpected failure inside mcp-guard', waiting: 0, lost: 1 },
    ]);
  });

  it('is dropped after a minute, however few attempts that were', async () => {
    let times = 0;
    const { clock, webhooks, settled } = start([toTarget({ url: 'https://hooks.example/' })], {
      fetch: async () => {
        times++;
        clock.now += 20_000;
        throw new TypeError('a bug');
      },
    });
    webhooks.notify(approvalOf());
    await settled();
    expect(times).toBe(3);
  });

  it.each(['http://169.254.169.254/latest', '/elsewhere'])(
    'is a redirect, which is not followed: %s',
    async (location) => {
      const paths: (string | undefined)[] = [];
      const receiver = await receive((request, response) => {
        paths.push(request.url);
        response.writeHead(307, { location }).end();
      });
      const { webhooks, settled } = start([toTarget(receiver)]);
      webhooks.notify(approvalOf());
      await settled();
      expect(new Set(paths)).toEqual(new Set([`/${URL_SECRET}`]));
      expect(webhooks.status).toMatchObject([
        { failure: `${receiver.host} answers with a redirect, which is not followed`, lost: 1 },
      ]);
    },
  );

  it.each([
    ['https://10.0.0.1/x', '10.0.0.1', '10.0.0.1 leads to an address that is not public'],
    ['https://169.254.169.254/x', '169.254.169.254', '169.254.169.254 leads to an address that is not public'],
    ['http://hooks.example/x', 'hooks.example', 'hooks.example must be reached over https'],
    ['https://u:p@hooks.example/x', 'hooks.example', 'the URL for hooks.example holds a user or a password'],
    ['u-r-l-secret', 'not a URL', 'the address is not a URL'],
  ])('fails if its URL leads inside or is not safe: %s', async (url, host, failure) => {
    const { webhooks, problems, settled } = start([toTarget({ url })]);
    webhooks.notify(approvalOf());
    await settled();
    expect(webhooks.status).toEqual([{ host, failure, waiting: 0, lost: 1 }]);
    expect(problems).toEqual([failure]);
  });

  it('delays neither the call nor another receiver', async () => {
    const [dead, other] = [await receive(hang), await receive()];
    const fetch: typeof guardedFetch = (url, options) =>
      (String(url) === dead.url ? impatientFetch : guardedFetch)(url, options);
    const { webhooks, settled } = start([toTarget(dead), toTarget(other)], { fetch });
    for (let number = 0; number < 3; number++) webhooks.notify(approvalOf({ id: idOf(number) }));
    expect(webhooks.status[0]).toEqual({ host: dead.host, failure: null, waiting: 3, lost: 0 });
    await until(() => expect([...new Set(other.ids)]).toEqual([idOf(0), idOf(1), idOf(2)]));
    await until(() => expect(webhooks.status[0]?.failure).toBe(`${dead.host} did not answer in time`));
    await settled();
    expect(webhooks.status.map(({ lost }) => lost)).toEqual([3, 0]);
  });

  it('fails if its receiver is down', async () => {
    const receiver = await receive();
    servers[0]?.close();
    const { webhooks, settled } = start([toTarget(receiver)]);
    webhooks.notify(approvalOf());
    await settled();
    expect(webhooks.status).toMatchObject([{ failure: `${receiver.host} accepts no connections`, lost: 1 }]);
  });

  it('shows only the host of the URL, whose rest is often a secret', async () => {
    const receiver = await receive((_, response) => response.writeHead(500).end(URL_SECRET));
    const { webhooks, problems, settled } = start([toTarget(receiver)]);
    webhooks.notify(approvalOf());
    await settled();
    expect(JSON.stringify([webhooks.status, problems, receiver.heard])).not.toContain('u-r-l-secret');
  });
});

describe('too many reports', () => {
  it('are dropped, so that an agent cannot flood a phone', async () => {
    const receiver = await receive();
    const { clock, webhooks, settled } = start([toTarget(receiver)]);
    const flood = async (): Promise<void> => {
      for (let number = 0; number < 100; number++) webhooks.notify(approvalOf({ id: idOf(number) }));
      await settled();
    };
    await flood();
    expect([receiver.heard.length, webhooks.status[0]?.lost]).toEqual([30, 70]);
    clock.now += 59_999;
    await flood();
    expect([receiver.heard.length, webhooks.status[0]?.lost]).toEqual([30, 170]);
    clock.now += 1;
    await flood();
    expect([receiver.heard.length, webhooks.status[0]?.lost]).toEqual([60, 240]);
  });

  it('stay dropped when the receiver comes back', async () => {
    const { promise, resolve: comeBack } = Promise.withResolvers<void>();
    const receiver = await receive((_, response) => void promise.then(() => response.end()));
    const { webhooks, settled } = start([toTarget(receiver)]);
    for (let number = 0; number < 300; number++) webhooks.notify(approvalOf({ id: idOf(number) }));
    expect(webhooks.status).toMatchObject([{ waiting: 257, lost: 43 }]);
    comeBack();
    await settled();
    // The first was on its way; of those that waited, the oldest had to go.
    expect(receiver.ids).toEqual([idOf(0), ...Array.from({ length: 29 }, (_, number) => idOf(44 + number))]);
    expect(webhooks.status).toMatchObject([{ waiting: 0, lost: 270 }]);
  });

  it('are counted for a minute at most if the clock is set back', async () => {
    const receiver = await receive();
    const { clock, webhooks, settled } = start([toTarget(receiver)]);
    for (let number = 0; number < 30; number++) webhooks.notify(approvalOf());
    await settled();
    clock.now -= 86_400_000;
    webhooks.notify(approvalOf());
    await settled();
    expect(receiver.heard).toHaveLength(31);
  });
});

describe('a report of a call that expires', () => {
  it('is dropped before its turn', async () => {
    const { promise, resolve: comeBack } = Promise.withResolvers<void>();
    const receiver = await receive((_, response) => void promise.then(() => response.end()));
    const { clock, webhooks, settled } = start([toTarget(receiver)]);
    for (let number = 0; number < 40; number++) webhooks.notify(approvalOf({ id: idOf(number) }));
    webhooks.notify(approvalOf({ id: idOf(40), expiresAt: NOW + 600_000 }));
    await until(() => expect(receiver.heard).toHaveLength(1));
    clock.now += 300_000;
    comeBack();
    await settled();
    expect(receiver.ids).toEqual([idOf(0), idOf(40)]);
    expect(webhooks.status).toMatchObject([{ lost: 39 }]);
  });

  it('is dropped between two attempts', async () => {
    const receiver = await receive((_, response) => {
      clock.now += 1000;
      response.writeHead(500).end();
    });
    const { clock, webhooks, settled } = start([toTarget(receiver)]);
    webhooks.notify(approvalOf({ expiresAt: NOW + 1000 }));
    await settled();
    expect(receiver.heard).toHaveLength(1);
  });
});

describe('a receiver that is no longer configured', () => {
  it('gets nothing of what waits, and is forgotten', async () => {
    const { promise, resolve: comeBack } = Promise.withResolvers<void>();
    const receiver = await receive((_, response) => void promise.then(() => response.writeHead(500).end()));
    const { config, webhooks, settled } = start([toTarget(receiver)]);
    for (const number of [1, 2]) webhooks.notify(approvalOf({ id: idOf(number) }));
    await until(() => expect(receiver.heard).toHaveLength(1));
    const other = await receive();
    config.targets = [toTarget(other)];
    comeBack();
    webhooks.notify(approvalOf({ id: idOf(3) }));
    await settled();
    expect(webhooks.status).toEqual([{ host: other.host, failure: null, waiting: 0, lost: 0 }]);
    expect([receiver.ids, other.ids]).toEqual([[idOf(1)], [idOf(3)]]);
  });

  it('gets nothing after the daemon has stopped', async () => {
    const receiver = await receive((_, response) => response.writeHead(500).end());
    const { webhooks } = start([toTarget(receiver)], { retryAfter: 50 });
    webhooks.notify(approvalOf());
    await until(() => expect(webhooks.status[0]?.failure).not.toBeNull());
    webhooks.close();
    webhooks.notify(approvalOf());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.heard).toHaveLength(1);
    expect(webhooks.status).toEqual([]);
  });
});
