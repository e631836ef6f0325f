import { readFileSync } from 'node:fs';
import {
  guardPaths,
  OUTCOMES,
  type ApprovalView,
  type CallPage,
  type NowView,
  type SessionView,
} from '@mcp-guard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../../cli/test/run-here.ts';
import { approve } from '../support/approvals.ts';
import { callLine, cancelLine, errorLine, line, resultLine } from '../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../support/in-process.ts';
import { askWeb, pageUrl } from '../support/page.ts';
import { until } from '../support/until.ts';
import { heardByServer } from '../support/wire-session.ts';
import { parseLines } from '../cli/terminal.ts';

let daemon: InProcess;
let session: InProcessSession;
let lastWords: string;

const KEY = 'ghp_0123456789abcdefghijABCDEFGHIJklmn12';
const text = (said: string): object => ({ content: [{ type: 'text', text: said }] });

/** Of every outcome, each in every way to it; handshake, list and ping are no calls. */
const PLAYED = { allowed: 4, redacted: 1, refused: 5, held: 3, error: 3 };
const CALLS = 16;
/** One more is that of a session whose server has died. */
const OF_SESSION = CALLS - 1;

beforeAll(async () => {
  daemon = await startInProcess({
    policy: { permissions: { denied_tools: ['drop'], require_approval: ['deploy'] } },
    config: {
      daemon: { dashboard_port: 0, shutdown_timeout: 1 },
      approvals: { wait: 4 },
      pii: { actions: { email: { request: 'redact', response: 'redact' } } },
    },
  });
  session = await daemon.connect();
  const { client } = session;
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a client', version: '1' } };
  const serverInfo = { name: 'a server', version: '1' };
  await answered(
    { id: 'i', method: 'initialize', params },
    line({ id: 'i', result: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo } }),
  );
  await answered({ id: 'l', method: 'tools/list' }, line({ id: 'l', result: { tools: [] } }));
  await answered({ id: 'p', method: 'ping' }, line({ id: 'p', result: {} }));
  // Allowed
  await answered(callLine('echo', {}, 1), resultLine(1));
  await answered(
    { id: 2, method: 'resources/read', params: { uri: 'file:///a' } },
    line({ id: 2, result: { contents: [] } }),
  );
  await answered({ id: 3, method: 'prompts/get', params: { name: 'p' } }, line({ id: 3, result: { messages: [] } }));
  // Redacted
  await answered(callLine('echo', {}, 4), resultLine(4, text('mail anna@lindqvist.se')));
  // Refused: the call, its content, its answer, what it reads, and an answer that cannot be read
  for (const refused of [callLine('drop', {}, 5), callLine('echo', { text: KEY }, 6)]) {
    client.send(refused);
    await client.next();
  }
  await answered(callLine('echo', {}, 7), resultLine(7, text(`the key is ${KEY}`)));
  await answered(
    { id: 8, method: 'resources/read', params: { uri: 'file:///b' } },
    line({ id: 8, result: { contents: [{ uri: 'file:///b', text: KEY }] } }),
  );
  await answered(callLine('echo', {}, 9), '{"jsonrpc":"2.0","id":9,"result":{"content":[],"content":[]}}');
  // Held: approved in time, given up by the client, and twice kept open until the time is over
  client.send(callLine('deploy', { id: 14 }, 14));
  await approve(daemon, await waiting());
  await session.server.next();
  session.server.send(resultLine(14));
  await client.next();
  client.send(callLine('deploy', { id: 15 }, 15));
  await waiting();
  client.send(cancelLine(15));
  client.send(callLine('deploy', { id: 10 }, 10), callLine('deploy', { id: 11 }, 11));
  await client.next();
  await client.next();
  // Errors of the protocol and of a tool
  await answered(callLine('echo', {}, 12), errorLine(12, -32000));
  await answered(callLine('echo', {}, 13), resultLine(13, { isError: true }));
  const dying = await daemon.connect();
  dying.client.send(callLine('echo', {}, 16));
  await dying.server.next();
  dying.killServer();
  lastWords = await dying.client.next();
  await dying.farewell;
  await until('everything is recorded', async () => (await figuresOfMetrics()).total === CALLS);
}, 60_000);

afterAll(() => daemon.close());

/** The id of the one call that waits. */
const waiting = (): Promise<string> =>
  until('a call waits', async () => (await daemon.ask<ApprovalView[]>('/approvals'))[0]?.id);

async function answered(asked: string | object, answer: string): Promise<void> {
  const { client, server } = session;
  client.send(typeof asked === 'string' ? asked : line(asked));
  await server.next();
  server.send(answer);
  await client.next();
}

type Figures = Readonly<Record<string, number>>;

/** The values of one metric, added up by one of its labels. */
async function figuresOfMetrics(
  metric = 'calls',
  label = 'outcome',
): Promise<{ readonly total: number; readonly figures: Figures }> {
  const token = readFileSync(guardPaths(daemon.home).dashboardToken, 'utf8').trim();
  const { body } = await askWeb(await pageUrl(daemon), '/metrics', { headers: { authorization: `Bearer ${token}` } });
  const figures: Record<string, number> = {};
  const lines = new RegExp(`^mcp_guard_${metric}_total\\{.*${label}="(\\w+)".*\\} (\\d+)$`, 'gmu');
  for (const [, value = '', count] of body.matchAll(lines)) figures[value] = (figures[value] ?? 0) + Number(count);
  return { total: Object.values(figures).reduce((sum, count) => sum + count, 0), figures };
}

const asked = async (...args: readonly string[]): Promise<string> =>
  (await runHere({ cwd: daemon.home, env: { HOME: daemon.home, MCP_GUARD_HOME: daemon.home } }, ...args)).stdout;

describe('after calls of every outcome', () => {
  it('the metrics have each once', async () => {
    expect((await figuresOfMetrics()).figures).toEqual(PLAYED);
  });

  it('a held call is one message and one refusal of the metrics, however its wait has ended', async () => {
    expect((await figuresOfMetrics('messages')).figures['held']).toBe(PLAYED.held);
    expect((await figuresOfMetrics('refusals', 'code')).figures['APPROVAL_REQUIRED']).toBe(PLAYED.held);
  });

  it('a call whose server has died is no refusal, and is not worded as one', () => {
    expect(lastWords).toContain('"code":10502,"message":"mcp-guard: the server raw ');
  });

  it('a client that gives up a held call is refused nothing', async () => {
    const [, given] = daemon
      .rows()
      .filter(({ method, rpcId }) => method === 'notifications/cancelled' || rpcId === '15');
    expect(given).toMatchObject({ method: 'notifications/cancelled', outcome: 'allow', bytesOut: 0 });
    expect(await heardByServer(session)).toEqual([]);
  });

  it('Now and top have as many calls, refused and held', async () => {
    const { seconds } = await daemon.ask<NowView>('/now');
    const sum = (of: 'calls' | 'refused' | 'held'): number => seconds.reduce((total, second) => total + second[of], 0);
    expect([sum('calls'), sum('refused'), sum('held')]).toEqual([CALLS, PLAYED.refused, PLAYED.held]);
  });

  it('the session has as many', async () => {
    expect(await daemon.ask<SessionView[]>('/sessions')).toMatchObject([
      { calls: OF_SESSION, refused: PLAYED.refused },
    ]);
  });

  it('summary has as many', async () => {
    const { allowed: _, ...others } = PLAYED;
    const { calls, redacted, refused, held, errors } = JSON.parse(await asked('summary', '--json')).total;
    expect({ calls, redacted, refused, held, error: errors }).toEqual({ ...others, calls: CALLS });
  });

  it.each(OUTCOMES)('the API and logs list as many that are %s', async (outcome) => {
    const { calls } = await daemon.ask<CallPage>(`/calls?outcome=${outcome}`);
    const isCall = /^(?:tools\/call|resources\/read|prompts\/get)$/u;
    expect(calls.filter(({ method }) => isCall.test(method ?? ''))).toHaveLength(PLAYED[outcome]);
    const lines = (await asked('logs', '-t', outcome)).split('\n');
    expect(lines.filter((each) => / (?:tools\/call|resources\/read|prompts\/get) /u.test(each))).toHaveLength(
      PLAYED[outcome],
    );
  });

  it('the exports know no other words', async () => {
    const rows = parseLines(await asked('logs', '--export', 'jsonl')) as { outcome: string | null }[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own export
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set([...OUTCOMES, null]));
  });
});

it('the server has as many refused once its client has ended', async () => {
  await session.close();
  expect(await daemon.ask('/servers')).toMatchObject([{ name: 'raw', sessions: 0, refused: PLAYED.refused }]);
});
