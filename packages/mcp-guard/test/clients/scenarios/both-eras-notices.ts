import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const call = (name: string, args: Record<string, unknown>) => ({ name, arguments: args });
const GROWING = ['tools', 'prompts', 'resources'] as const;

export const legacyListChanges: Scenario = {
  name: 'lists change on demand',
  server: 'both-eras',
  eras: ['legacy'],
  async run({ client }) {
    const grown = await outcomes(
      Object.fromEntries(
        GROWING.map((what) => [what, () => client.callTool(call('grow', { what, name: `new-${what}` }))]),
      ),
    );
    await Promise.all(GROWING.map((what) => client.heard.until(`notifications/${what}/list_changed`)));
    return {
      grown,
      after: await outcomes({
        tools: () => client.listTools(),
        prompts: () => client.listPrompts(),
        use: () => client.callTool(call('new-tools', {})),
      }),
    };
  },
};

export const legacySubscriptions: Scenario = {
  name: 'resource updates between subscribing and unsubscribing',
  server: 'both-eras',
  eras: ['legacy'],
  async run({ client }) {
    const uri = 'memo://watched';
    const saw = await outcomes({
      subscribe: () => client.subscribeResource({ uri }),
      touch: () => client.callTool(call('touch', { uri })),
      unsubscribe: () => client.unsubscribeResource({ uri }),
    });
    await client.heard.until('notifications/resources/updated', { saying: uri });
    return saw;
  },
};

export const modernSubscriptions: Scenario = {
  name: 'one subscription for lists and resources, narrowed, closed and opened again',
  server: 'both-eras',
  eras: ['modern'],
  async run({ client }) {
    const watched = 'memo://watched';
    const touch = (uri: string) => outcome(client.callTool(call('touch', { uri })));
    const grow = (what: string, name: string) => outcome(client.callTool(call('grow', { what, name })));

    const all = await client.listen?.({
      toolsListChanged: true,
      promptsListChanged: true,
      resourcesListChanged: true,
      resourceSubscriptions: [watched],
    });
    const grown = [await grow('tools', 'one'), await grow('prompts', 'two'), await grow('resources', 'three')];
    const touched = [await touch(watched), await touch('memo://not-watched')];
    await client.heard.until('notifications/resources/updated', { saying: watched });
    await all?.close();

    const few = await client.listen?.({ toolsListChanged: true });
    grown.push(await grow('prompts', 'four'), await grow('tools', 'five'));
    await client.heard.until('notifications/tools/list_changed', { times: 2 });
    await few?.close();
    return {
      grown,
      touched,
      honoured: [all?.honoured, few?.honoured],
      closed: [await all?.closed, await few?.closed],
      tools: await outcome(client.listTools()),
    };
  },
};

export const modernGracefulEnd: Scenario = {
  name: 'the server ends a subscription and the connection',
  server: 'both-eras',
  eras: ['modern'],
  async run({ client }) {
    const open = await client.listen?.({ toolsListChanged: true });
    const closing = await outcome(client.callTool(call('close', {})));
    const closed = await open?.closed;
    await client.closed;
    return { closing, closed };
  },
};

export const legacyEnd: Scenario = {
  name: 'the server ends the connection',
  server: 'both-eras',
  eras: ['legacy'],
  async run({ client }) {
    const closing = await outcome(client.callTool(call('close', {})));
    await client.closed;
    return { closing, afterwards: await outcome(client.ping()) };
  },
};

const DATA = { text: 'ünïcode 🛡️', list: [1, null, { deep: ['x'] }], '': '' };

export const legacyLogging: Scenario = {
  name: 'the level decides which log messages come',
  server: 'both-eras',
  eras: ['legacy'],
  run: ({ client }) =>
    outcomes({
      all: () => client.callTool(call('log_every_level', { data: DATA })),
      level: () => client.setLoggingLevel('error'),
      some: () => client.callTool(call('log_every_level', { data: 'text' })),
      wrongLevel: () => client.request('logging/setLevel', { level: 'shout' }),
    }),
};

export const modernLogging: Scenario = {
  name: 'each call says which log messages it wants',
  server: 'both-eras',
  eras: ['modern'],
  run: ({ client }) => {
    const log = (level?: string) => () =>
      client.callTool({
        ...call('log_every_level', { data: DATA }),
        ...(level && { _meta: { 'io.modelcontextprotocol/logLevel': level } }),
      });
    return outcomes({ none: log(), few: log('critical'), all: log('debug') });
  },
};
