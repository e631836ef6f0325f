import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawOne } from '../../../core/test/support/rounds.ts';
import { createGuard } from '../support/in-process-guard.ts';
import type { Answers, ClientKind, ConnectedClient, ToolCall } from './connected-client.ts';
import { sdk1Client } from './sdk-1-client.ts';
import { sdk2Client } from './sdk-2-client.ts';
import { SERVERS } from './servers.ts';

const KINDS: readonly ClientKind[] = [sdk1Client, sdk2Client('legacy'), sdk2Client('auto')];
const WATCHED = 'memo://watched';

/** Two clients of one kind, so both count their ids, progress tokens and subscriptions alike. */
describe.each(drawOne(...KINDS))('two connections of $name to one server', (kind) => {
  const closing: Promise<void>[] = [];
  let guard: Awaited<ReturnType<typeof createGuard>>;

  beforeAll(async () => {
    guard = await createGuard({ servers: { shared: SERVERS['both-eras'].command() } });
  });
  afterAll(async () => {
    await Promise.all(closing);
    await guard.close();
  });

  async function withTwo(
    run: (anna: ConnectedClient, bert: ConnectedClient) => Promise<void>,
    answers: { anna?: Answers; bert?: Answers } = {},
  ): Promise<void> {
    const server = guard.connect('shared');
    const [anna, bert] = await Promise.all([kind.connect(server, answers.anna), kind.connect(server, answers.bert)]);
    try {
      await run(anna, bert);
    } finally {
      closing.push(anna.close(), bert.close());
    }
  }

  it('have a server process each, and do not see each other’s state', () =>
    withTwo(async (anna, bert) => {
      expect(await call(anna, 'pid')).not.toBe(await call(bert, 'pid'));
      await call(anna, 'grow', { what: 'tools', name: 'only-for-anna' });
      expect(JSON.stringify(await anna.listTools())).toContain('only-for-anna');
      expect(JSON.stringify(await bert.listTools())).not.toContain('only-for-anna');
    }));

  it('get their own responses to the same ids', () =>
    withTwo(async (anna, bert) => {
      const [annas, berts] = await Promise.all([startWaiting(anna, HOLD), startWaiting(bert, HOLD)]);
      expect(annas.token).toBe(berts.token); // the SDKs take the id of the request as its progress token
      await call(bert, 'release', { gate: 'same', text: 'for bert' });
      expect(textOf(await berts.answer)).toBe('for bert');
      await call(anna, 'release', { gate: 'same', text: 'for anna' });
      expect(textOf(await annas.answer)).toBe('for anna');
    }));

  it('do not get each other’s notifications', () =>
    withTwo(async (anna, bert) => {
      const subscribed = await Promise.all([watch(anna), watch(bert)]);
      const before = [...bert.heard.all];
      await anna.callTool({ name: 'steps', arguments: { count: 2, every: 10 } }, { onprogress: () => undefined });
      await anna.callTool({
        name: 'log_every_level',
        arguments: { data: 'for anna' },
        _meta: { 'io.modelcontextprotocol/logLevel': 'debug' }, // in the modern era each call asks for its messages
      });
      await call(anna, 'say', { method: 'notifications/example' });
      await call(anna, 'grow', { what: 'tools', name: 'new' });
      await call(anna, 'touch', { uri: WATCHED });
      await Promise.all(
        ['progress', 'message', 'example', 'tools/list_changed', 'resources/updated'].map((notice) =>
          anna.heard.until(`notifications/${notice}`),
        ),
      );
      // Whatever was sent to the wrong client would stand before this answer.
      await call(bert, 'echo', { text: 'anything else?' });
      expect(bert.heard.all).toEqual(before);
      await Promise.all(subscribed.map((stop) => stop()));
    }));

  it('do not cancel each other’s calls', () =>
    withTwo(async (anna, bert) => {
      const [annasCancel, bertsCancel] = [new AbortController(), new AbortController()];
      const [annas, berts] = await Promise.all([
        startWaiting(anna, { name: 'until_cancelled' }, annasCancel.signal),
        startWaiting(bert, { name: 'until_cancelled' }, bertsCancel.signal),
      ]);
      expect(annas.token).toBe(berts.token);
      annasCancel.abort('anna has enough');
      await expect(annas.answer).rejects.toThrow('anna has enough');
      expect(await call(anna, 'cancellations')).toBe('["anna has enough"]');
      expect(await call(bert, 'cancellations')).toBe('[]');
      bertsCancel.abort('bert, too');
      await expect(berts.answer).rejects.toThrow('bert, too');
      expect(await call(bert, 'cancellations')).toBe('["bert, too"]');
    }));

  it('respond to their own server’s request, also when both have one at once', () => {
    // Each answers only when both are asked.
    const bothAsked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const answerAs = (name: string, mine: 0 | 1): Answers => ({
      elicitation: async () => {
        bothAsked[mine].resolve();
        await Promise.all(bothAsked.map(({ promise }) => promise));
        return { action: 'accept', content: { name } };
      },
    });
    return withTwo(
      async (anna, bert) => {
        const answers = await Promise.all([call(anna, 'ask_person'), call(bert, 'ask_person')]);
        expect(answers.map((answer) => /"name":"(\w+)"/u.exec(answer)?.[1])).toEqual(['Anna', 'Bert']);
        expect(questionIds(anna)).toEqual(questionIds(bert));
      },
      { anna: answerAs('Anna', 0), bert: answerAs('Bert', 1) },
    );
  });

  it('stay open when the other one ends', () =>
    withTwo(async (anna, bert) => {
      const held = await startWaiting(bert, HOLD);
      await anna.close();
      await call(bert, 'release', { gate: 'same', text: 'alone' });
      expect(textOf(await held.answer)).toBe('alone');
    }));
});

const call = async (client: ConnectedClient, name: string, args: Record<string, unknown> = {}): Promise<string> =>
  textOf(await client.callTool({ name, arguments: args }));

const HOLD = { name: 'hold', arguments: { gate: 'same' } };

/** Starts a call that waits in the server. The progress token tells which id the request has. */
async function startWaiting(client: ConnectedClient, waiting: ToolCall, signal?: AbortSignal) {
  const answer = client.callTool(waiting, { onprogress: () => undefined, ...(signal && { signal }) });
  answer.catch(() => undefined); // whoever awaits it sees the failure; nobody else has to
  await client.heard.until('notifications/progress');
  return { answer, token: JSON.stringify(client.heard.all.at(-1)?.params) };
}

/** Asks for updates of one resource (and of the tools), the way of the era. Returns what ends it. */
async function watch(client: ConnectedClient): Promise<() => Promise<unknown>> {
  const subscription = await client.listen?.({ toolsListChanged: true, resourceSubscriptions: [WATCHED] });
  if (subscription) return () => subscription.close();
  await client.subscribeResource({ uri: WATCHED });
  return () => client.unsubscribeResource({ uri: WATCHED });
}

const questionIds = ({ heard }: ConnectedClient): unknown[] =>
  heard.all.filter(({ id }) => id !== undefined).map(({ id, method }) => ({ id, method }));

function textOf(result: object): string {
  const [first] = 'content' in result && Array.isArray(result.content) ? (result.content as unknown[]) : [];
  return typeof first === 'object' && first !== null && 'text' in first ? String(first.text) : JSON.stringify(result);
}
