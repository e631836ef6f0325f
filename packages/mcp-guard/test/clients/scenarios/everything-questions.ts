import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { accepted, HOST_SIGN, inTurn, sampled } from './shared.ts';

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gu;

export const everythingSampling: Scenario = {
  name: 'the server asks the client’s model',
  server: 'everything',
  answers: () => ({ sampling: ({ params }) => sampled(`asked: ${JSON.stringify(params['messages'])}`) }),
  run: ({ client }) =>
    outcomes({
      tools: () => client.listTools(),
      sampling: () =>
        client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'say “hi” 🛡️', maxTokens: 20 } }),
    }),
};

export const everythingSamplingRefused: Scenario = {
  name: 'the client’s model fails',
  server: 'everything',
  answers: () => ({
    sampling: () => {
      throw Object.assign(new Error('the person said no'), { code: -1, data: { why: 'no' } });
    },
  }),
  run: ({ client }) =>
    outcomes({
      sampling: () => client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'x' } }),
      pingStillWorks: () => client.ping(),
    }),
};

export const everythingElicitation: Scenario = {
  name: 'the server asks the person',
  server: 'everything',
  answers: () => ({
    elicitation: inTurn(
      accepted({
        name: 'Zoë 🛡️',
        check: true,
        integer: 42,
        number: 2.5,
        untitledMultipleSelectEnum: ['Piano', 'Bass'],
      }),
      { action: 'decline' },
      { action: 'cancel' },
    ),
  }),
  run: ({ client }) => {
    const ask = () => client.callTool({ name: 'trigger-elicitation-request', arguments: {} });
    return outcomes({ tools: () => client.listTools(), accept: ask, decline: ask, cancel: ask });
  },
};

export const everythingPages: Scenario = {
  name: 'the server asks the person to open a page',
  server: 'everything',
  random: [UUID],
  added: HOST_SIGN,
  answers: () => ({ elicitation: inTurn({ action: 'accept' }, { action: 'decline' }) }),
  run: ({ client }) => {
    const ask = (args: Record<string, unknown>) => () =>
      client.callTool({ name: 'trigger-url-elicitation', arguments: { url: 'https://example.com/a?b=c#d', ...args } });
    return outcomes({
      accept: ask({ elicitationId: 'page-1', message: 'please' }),
      decline: ask({ elicitationId: 'page-2' }),
      asError: ask({ errorPath: true }),
      afterError: ask({ errorPath: true }),
    });
  },
};

export const everythingRoots: Scenario = {
  name: 'the server asks for the roots, and again when they change',
  server: 'everything',
  answers: () => ({
    roots: inTurn(
      { roots: [{ uri: 'file:///home/me/one', name: 'One' }, { uri: 'file:///home/me/zw%C3%B6lf' }] },
      { roots: [{ uri: 'file:///home/me/three', name: 'Three' }] },
    ),
  }),
  async run({ client }) {
    const list = () => outcome(client.callTool({ name: 'get-roots-list', arguments: {} }));
    // The server asks by itself some time after the start, and tells when it has the answer.
    await client.heard.until('notifications/message', { saying: 'Roots updated: 2' });
    const before = await list();
    await client.sendRootsListChanged();
    await client.heard.until('notifications/message', { saying: 'Roots updated: 1' });
    return { before, after: await list() };
  },
};
