import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { sdk2Client } from '../sdk-2-client.ts';

export const bothErasContent: Scenario = {
  name: 'every kind of content and every kind of failure',
  server: 'both-eras',
  run: ({ client }) => {
    const call = (name: string, args?: Record<string, unknown>) => () =>
      client.callTool({ name, ...(args && { arguments: args }) });
    return outcomes({
      list: () => client.listTools(), // the SDKs check a structured result against the list's schema
      everyKind: call('every_kind'),
      echo: call('echo', { text: 'hällo \u0000 \u2028 🛡️ \ud83d "quoted"\n' }),
      throws: call('fail', { how: 'throw' }),
      error: call('fail', { how: 'error' }),
      result: call('fail', { how: 'result' }),
      wrongArgument: call('fail', { how: 'no such way' }),
      unknownTool: call('no_such_tool'),
      folder: call('folder'),
    });
  },
};

export const bothErasPages: Scenario = {
  name: 'resources on several pages, a template, prompts, completions',
  server: 'both-eras',
  run: ({ client }) =>
    outcomes({
      all: () => client.listResources(),
      second: () => client.listResources({ cursor: ' page=2&\u00e9\ud83d\udee1 ' }),
      third: () => client.listResources({ cursor: 'page/3?\t"' }),
      read: () => client.readResource({ uri: 'memo://f%C3%BCnf' }),
      missing: () => client.readResource({ uri: 'nowhere://x' }),
      name: () =>
        client.complete({
          ref: { type: 'ref/resource', uri: 'memo://{name}' },
          argument: { name: 'name', value: 't' },
        }),
      plain: () => client.getPrompt({ name: 'plain' }),
      greet: () => client.getPrompt({ name: 'greet', arguments: { language: 'de', greeting: 'Servus' } }),
      missingArgument: () => client.getPrompt({ name: 'greet', arguments: { language: 'de' } }),
      unknownPrompt: () => client.getPrompt({ name: 'none' }),
      language: () =>
        client.complete({ ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'language', value: 'e' } }),
      greeting: () =>
        client.complete({
          ref: { type: 'ref/prompt', name: 'greet' },
          argument: { name: 'greeting', value: 'H' },
          context: { arguments: { language: 'en' } },
        }),
    }),
};

const bigResult = (megabytes: number, onlyWith?: string): Scenario => ({
  name: `a result of ${megabytes} MB, and small answers after it`,
  server: 'both-eras',
  ...(onlyWith !== undefined && { onlyWith }),
  run({ client }) {
    const length = megabytes * 2 ** 20;
    return outcomes({
      big: () => client.callTool({ name: 'lines', arguments: { length } }),
      small: () => client.callTool({ name: 'echo', arguments: { text: 'still here' } }),
      // The same the other way round.
      bigArgument: () => client.callTool({ name: 'digest', arguments: { text: 'abcd\n"🛡'.repeat(length / 8) } }),
      smallAgain: () => client.callTool({ name: 'echo', arguments: { text: 'still here' } }),
    });
  },
});

/** The largest ones in the modern era; `filesystem-tools.ts` has them in the legacy one. */
export const bothErasLargeResult: Scenario = bigResult(1);
export const bothErasBigResult: Scenario = bigResult(10, sdk2Client('auto').name);

export const bothErasCustomMethods: Scenario = {
  name: 'methods and notices that no revision knows',
  server: 'both-eras',
  async run({ client }) {
    const params = { text: 'ours', nested: { list: [1, null, 'two', { deep: true }] }, name: 'x', uri: 'memo://y' };
    await client.notify('notifications/example', params);
    const echoed = await outcome(client.request('example/echo', params));
    const unknown = await outcome(client.request('example/unknown', params));
    const said = await outcome(client.callTool({ name: 'say', arguments: { method: 'notifications/example' } }));
    await client.heard.until('notifications/example');
    return { echoed, unknown, said };
  },
};
