import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

/** server-everything writes the time of day into what it makes up. */
const TIME_OF_DAY = /\d{1,2}:\d{2}:\d{2}\s[AP]M/gu;
const BLOB_WITH_TIME = /(?<="blob":")[\w+/=]+/gu;

export const everythingTools: Scenario = {
  name: 'every tool that only answers',
  server: 'everything',
  clock: [TIME_OF_DAY],
  run: ({ client }) => {
    const call =
      (name: string, args: Record<string, unknown> = {}) =>
      () =>
        client.callTool({ name, arguments: args });
    return outcomes({
      echo: call('echo', { message: 'hällo 🛡️ \u0000 "quoted"\n' }),
      sum: call('get-sum', { a: 0.1, b: 0.2 }),
      error: call('get-annotated-message', { messageType: 'error' }),
      success: call('get-annotated-message', { messageType: 'success', includeImage: true }),
      debug: call('get-annotated-message', { messageType: 'debug' }),
      reference: call('get-resource-reference', { resourceType: 'Text', resourceId: 7 }),
      links: call('get-resource-links', { count: 10 }),
      image: call('get-tiny-image'),
      newYork: call('get-structured-content', { location: 'New York' }),
      chicago: call('get-structured-content', { location: 'Chicago' }),
      // "Extra" members of a call belong to the server, whoever passes them on.
      marked: () => client.callTool({ name: 'echo', arguments: { message: 'm' }, _meta: { 'example.com/x': [1, {}] } }),
    });
  },
};

export const everythingToolFailures: Scenario = {
  name: 'calls that the server refuses',
  server: 'everything',
  run: ({ client }) =>
    outcomes({
      unknownTool: () => client.callTool({ name: 'no-such-tool', arguments: {} }),
      missingArgument: () => client.callTool({ name: 'echo', arguments: {} }),
      wrongType: () => client.callTool({ name: 'get-sum', arguments: { a: 'one', b: 2 } }),
      noArguments: () => client.callTool({ name: 'echo' }),
      unknownMethod: () => client.request('example/unknown', { a: 1 }),
      pingStillWorks: () => client.ping(),
    }),
};

export const everythingEnvironment: Scenario = {
  name: 'a variable that the server was started with',
  server: 'everything',
  async run({ client }) {
    const answer = JSON.stringify(await client.callTool({ name: 'get-env', arguments: {} }));
    // Only this one: the guard passes fewer variables on by design, so the whole list cannot be equal.
    return { passed: answer.includes('MARK_OF_THE_TEST') && answer.includes('set for the server') };
  },
};

export const everythingGzip: Scenario = {
  name: 'a resource that a call creates',
  server: 'everything',
  async run({ client }) {
    const gzip = (outputType: string) => () =>
      client.callTool({
        name: 'gzip-file-as-resource',
        arguments: { name: 'packed.gz', data: 'data:text/plain,hello%20hello', outputType },
      });
    const saw = await outcomes({
      link: gzip('resourceLink'),
      read: () => client.readResource({ uri: 'demo://resource/session/packed.gz' }),
      inside: gzip('resource'),
      list: () => client.listResources(),
    });
    await client.heard.until('notifications/resources/list_changed');
    return saw;
  },
};

export const everythingResources: Scenario = {
  name: 'every resource is read',
  server: 'everything',
  clock: [TIME_OF_DAY],
  async run({ client }) {
    const documents = ['architecture', 'extension', 'features', 'how-it-works', 'instructions', 'startup', 'structure'];
    const uris = [
      ...documents.map((name) => `demo://resource/static/document/${name}.md`),
      'demo://resource/dynamic/text/3',
      'demo://resource/dynamic/text/none',
      'demo://resource/no/such',
    ];
    const saw = await outcomes(Object.fromEntries(uris.map((uri) => [uri, () => client.readResource({ uri })])));
    // The time of day is inside the base64 text, where no pattern finds it.
    const blob = JSON.stringify(await client.readResource({ uri: 'demo://resource/dynamic/blob/2' }));
    const decoded = Buffer.from(/"blob":"([^"]+)"/u.exec(blob)?.[1] ?? '', 'base64').toString();
    return { saw, blob: blob.replace(BLOB_WITH_TIME, ''), decoded };
  },
};

export const everythingPrompts: Scenario = {
  name: 'every prompt and every completion',
  server: 'everything',
  clock: [TIME_OF_DAY],
  run: ({ client }) => {
    const complete = (name: string, argument: string, value: string, context?: Record<string, string>) => () =>
      client.complete({
        ref: { type: 'ref/prompt', name },
        argument: { name: argument, value },
        ...(context && { context: { arguments: context } }),
      });
    return outcomes({
      simple: () => client.getPrompt({ name: 'simple-prompt' }),
      args: () => client.getPrompt({ name: 'args-prompt', arguments: { city: 'Graz', state: 'Stmk' } }),
      missing: () => client.getPrompt({ name: 'args-prompt', arguments: {} }),
      unknown: () => client.getPrompt({ name: 'no-such-prompt' }),
      completable: () =>
        client.getPrompt({ name: 'completable-prompt', arguments: { department: 'Sales', name: 'Eve' } }),
      resource: () =>
        client.getPrompt({ name: 'resource-prompt', arguments: { resourceType: 'Text', resourceId: '5' } }),
      department: complete('completable-prompt', 'department', 'S'),
      person: complete('completable-prompt', 'name', '', { department: 'Engineering' }),
      nobody: complete('completable-prompt', 'name', 'x', { department: 'Engineering' }),
      template: () =>
        client.complete({
          ref: { type: 'ref/resource', uri: 'demo://resource/dynamic/text/{resourceId}' },
          argument: { name: 'resourceId', value: '12' },
        }),
      unknownTemplate: () =>
        client.complete({ ref: { type: 'ref/resource', uri: 'no://{such}' }, argument: { name: 'such', value: '' } }),
    });
  },
};

export const everythingSideBySide: Scenario = {
  name: 'a slow call beside a fast one',
  server: 'everything',
  async run({ client }) {
    const order: string[] = [];
    const call = async (label: string, name: string, args: Record<string, unknown>) => {
      const answer = await outcome(client.callTool({ name, arguments: args }));
      order.push(label);
      return answer;
    };
    const slow = call('slow', 'trigger-long-running-operation', { duration: 0.5, steps: 1 });
    const fast = call('fast', 'echo', { message: 'first' });
    return { slow: await slow, fast: await fast, order };
  },
};
