import type { Case, Category } from './category.js';
import { isCarried } from './harness/attacks.js';
import { call, MODERN, notification, PADDING, request } from './harness/messages.js';
import type { Random } from './harness/random.js';
import type { Session } from './harness/session.js';
import type { Stage } from './harness/stage.js';
import { spellingsOf } from './material/spellings.js';

/** Where one request an hour passes, the first that any case sends has taken it. */
const useUp = (session: Session, mark: string, tool = 'search'): Promise<unknown> =>
  session.tell('toServer', call(`first of ${mark}`, tool));

interface CalledTool {
  readonly server?: string;
  readonly tool?: string;
}

/** A line that is one too many, whatever it looks like. */
const tooMany = (name: string, { server, tool }: CalledTool, toLine: (mark: string) => string): Case => ({
  name,
  kind: 'attack',
  async play(stage, mark) {
    const session = await stage.session(server);
    await useUp(session, mark, tool);
    const heard = await session.tell('toServer', toLine(mark).replaceAll('MARK', mark));
    return heard.some((line) => line.replaceAll(`first of ${mark}`, '').includes(mark)) ? 'let through' : undefined;
  },
});

const REQUESTS: readonly (readonly [method: string, params: object])[] = [
  ['tools/list', {}],
  ['tools/call', { name: 'search' }],
  ['tools/call', { name: 'other' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'p' }],
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'file:///a' }],
  ['resources/subscribe', { uri: 'file:///a' }],
  ['resources/unsubscribe', { uri: 'file:///a' }],
  ['subscriptions/listen', { notifications: {} }],
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: 'b' } }],
  ['logging/setLevel', { level: 'info' }],
  ['tasks/list', {}],
  ['tools/invoke', { name: 'search' }],
  ['vendor/anything', {}],
  ['constructor', {}],
];

const MORE: readonly object[] = [
  {},
  { _meta: { progressToken: 'p' } },
  { _meta: MODERN },
  { _meta: { 'mcp-guard/rate_limit': null, rate_limit: { requests_per_hour: 1_000_000 } } },
  { task: { ttl: 1 } },
  { requestState: 'x', inputResponses: {} },
  { cursor: 'next' },
  { rate_limit: 'none', priority: 'high' },
];

/** Ids in every form that is allowed; MARK stands for a text of the case’s own. */
const IDS = ['"MARK"', '"MARK\\u0000"', '"ping MARK"', '" MARK"', '"MARK\u200b"'];

function* forms(random: Random): Iterable<Case> {
  for (const [method, params] of REQUESTS) {
    for (const more of MORE) {
      const name = `one more: ${method} with ${JSON.stringify({ ...params, ...more })}`;
      yield tooMany(name, {}, (mark) => request(mark, method, { ...params, ...more }));
    }
    for (const id of IDS) {
      yield tooMany(
        `one more: ${method} with the id ${id}`,
        {},
        () => `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${JSON.stringify(params)}}`,
      );
    }
    yield tooMany(`one more: a large ${method}`, {}, (mark) => request(mark, method, { ...params, padding: PADDING }));
    yield tooMany(
      `one more: ${method} with its members turned around`,
      {},
      (mark) => `{"params":${JSON.stringify(params)},"method":"${method}","id":"${mark}","jsonrpc":"2.0"}`,
    );
  }
  for (const method of ['tools/call', 'tools/invoke', 'resources/read', 'prompts/get']) {
    yield tooMany(`one more: ${method} as a notification`, {}, (mark) =>
      notification(method, { name: 'search', uri: 'file:///a', arguments: { mark } }),
    );
  }
  yield tooMany('one more of the tool search, as a notification', { server: 'tools' }, (mark) =>
    notification('tools/call', { name: 'search', arguments: { mark } }),
  );
  for (const { how, text } of spellingsOf('search', random)) {
    for (const [way, toLine] of Object.entries({
      'a call': (mark: string) => call(mark, text),
      'an unknown method': (mark: string) => request(mark, 'tools/invoke', { name: text }),
    })) {
      yield tooMany(`one more of the tool search ${how}, by ${way}`, { server: 'tools' }, toLine);
    }
  }
  for (let index = 0; index < 60; index++) {
    const name = `delete_${random.text(6, 'abcdef')}`;
    yield tooMany(`one more of the tools delete_*: ${name}`, { server: 'tools', tool: 'delete_first' }, (mark) =>
      call(mark, name),
    );
  }
  for (const size of [1, 2, 10, 100]) {
    const toBatch = (mark: string): string =>
      `[${Array.from({ length: size }, (_, index) => call(`${mark}${index}`, 'search')).join(',')}]`;
    yield tooMany(`one more: a batch of ${size}`, { server: 'batching' }, toBatch);
    yield tooMany(
      `one more: a batch of ${size} behind a ping`,
      { server: 'batching' },
      (mark) => `[${request(`p${mark}`.replace(mark, 'x'), 'ping')},${toBatch(mark).slice(1)}`,
    );
  }
}

/** A session of its own, in the hope that it counts again. */
const reconnect = (
  name: string,
  server: string,
  env: Readonly<Record<string, string>> = {},
  clientInfo = 'suite',
): Case => ({
  name,
  kind: 'attack',
  isSlow: true,
  async play(stage, mark) {
    await useUp(await stage.session(server), mark);
    const session = await stage.open(server, { env, cwd: stage.folder });
    const hands = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: clientInfo, version: mark.replaceAll('case', '') },
    };
    await session.tell('toServer', request('hands', 'initialize', hands));
    const heard = await session.tell('toServer', call(mark, 'search'));
    await session.close();
    return heard.some((line) => line.includes(mark)) ? 'let through' : undefined;
  },
});

function* sessions(): Iterable<Case> {
  for (let index = 0; index < 12; index++)
    yield reconnect(`reconnected (${index + 1})`, index % 2 === 0 ? 'main' : 'tools');
  yield reconnect('reconnected as another program', 'main', {}, 'somebody else');
  const variables = ['MCP_GUARD_API_KEY', 'USER', 'LOGNAME', 'HOME', 'MCP_GUARD_USER', 'MCP_GUARD_SESSION'];
  for (const variable of variables)
    yield reconnect(`reconnected with another ${variable}`, 'main', { [variable]: '/tmp/other' });
}

/** More than the limit of a minute at once; what the minute itself refills may pass. */
const burst = (name: string, count: number, connections: number, server = 'minute'): Case => ({
  name,
  kind: 'attack',
  isSlow: true,
  play: (stage, mark) =>
    stage.beside({ ...SETTING }, async (other) => {
      const all = await Promise.all(Array.from({ length: connections }, () => other.open(server)));
      const began = performance.now();
      const lines = Array.from({ length: count }, (_, index) => call(`${mark}${index}`, 'search'));
      const heard = await Promise.all(lines.map((line, index) => all[index % connections]!.tell('toServer', line)));
      const passed = new Set(heard.flat()).size;
      const refilled = Math.ceil((performance.now() - began) / 1000);
      return passed > 60 + refilled ? 'let through' : undefined;
    }),
});

/** What was used up stays used up. */
const restarted = (name: string, restart: (stage: Stage) => Promise<void>): Case => ({
  name,
  kind: 'attack',
  isSlow: true,
  play: (stage, mark) =>
    stage.beside({ ...SETTING }, async (other) => {
      await useUp(await other.open(), mark);
      await restart(other);
      const heard = await (await other.open()).tell('toServer', call(mark, 'search'));
      return heard.some((line) => line.includes(mark)) ? 'let through' : undefined;
    }),
});

const otherServers: Case = {
  name: 'the limit of a role, through other servers',
  kind: 'attack',
  isSlow: true,
  play: (stage, mark) =>
    stage.beside(OF_A_ROLE, async (other) => {
      let passed = 0;
      for (const server of ['main', 'second', 'third', 'main', 'second', 'third']) {
        const heard = await (await other.open(server)).tell('toServer', call(`${mark}${passed}`, 'search'));
        passed += heard.length;
      }
      return passed > 2 ? 'let through' : undefined;
    }),
};

const one = { rate_limit: { requests_per_hour: 1 } };
const SETTING = {
  servers: {
    main: { policy: one },
    tools: {
      policy: {
        rate_limit: { tool_limits: { search: { requests_per_hour: 1 }, 'delete_*': { requests_per_hour: 1 } } },
      },
    },
    batching: { policy: one, handshake: { revision: '2025-03-26' } },
    minute: { policy: { rate_limit: { requests_per_minute: 60 } } },
    free: {
      policy: { rate_limit: { requests_per_minute: 100_000, tool_limits: { 'delete_*': { requests_per_hour: 1 } } } },
    },
  },
};
const OF_A_ROLE = {
  servers: { main: {}, second: {}, third: {} },
  config: { auth: { roles: { default: { rate_limit: { requests_per_hour: 2 } } } } },
};

export const rateEvasion: Category = {
  name: 'rate-evasion',
  title: 'Rate evasion',
  setting: SETTING,
  *cases(random) {
    yield* forms(random);
    yield* sessions();
    yield burst('500 calls at once', 500, 1);
    yield burst('500 calls at once over five connections', 500, 5);
    yield restarted('after a restart of the daemon', (stage) => stage.restart());
    yield otherServers;
    for (let index = 0; index < 200; index++) {
      yield isCarried(
        { name: `within the limit (${index + 1})`, server: 'free' },
        { question: (id) => call(id, `search_${index}`) },
      );
    }
  },
};
