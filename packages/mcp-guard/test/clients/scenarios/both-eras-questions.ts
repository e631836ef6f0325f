import { once } from 'node:events';
import type { Asked, Elicited } from '../connected-client.ts';
import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { accepted, HOST_SIGN, inTurn, sampled } from './shared.ts';

export const bothErasQuestions: Scenario = {
  name: 'the server asks model, person and folders',
  server: 'both-eras',
  answers: () => ({
    sampling: ({ params }) => sampled(`asked: ${JSON.stringify(params['messages'])}`),
    elicitation: inTurn(accepted({ name: 'Zoë 🛡️', age: 7 }), { action: 'decline' }, { action: 'cancel' }),
    roots: () => ({ roots: [{ uri: 'file:///home/me/zw%C3%B6lf', name: 'Zwölf' }] }),
  }),
  run: ({ client }) => {
    const ask =
      (name: string, args: Record<string, unknown> = {}) =>
      () =>
        client.callTool({ name, arguments: args });
    return outcomes({
      model: ask('ask_model', { prompt: 'a “prompt”\nof two lines' }),
      accept: ask('ask_person'),
      decline: ask('ask_person'),
      cancel: ask('ask_person'),
      roots: ask('ask_roots'),
    });
  },
};

export const bothErasInterview: Scenario = {
  name: 'a call of several rounds keeps the server’s state',
  server: 'both-eras',
  answers: () => ({ elicitation: inTurn(accepted({ name: 'Zoë' }), accepted({ colour: 'green' })) }),
  run: ({ client }) => outcome(client.callTool({ name: 'interview', arguments: {} })),
};

export const bothErasUnanswerable: Scenario = {
  name: 'questions to a client that cannot answer',
  server: 'both-eras',
  run: ({ client }) =>
    outcomes({
      model: () => client.callTool({ name: 'ask_model', arguments: { prompt: 'x' } }),
      person: () => client.callTool({ name: 'ask_person', arguments: {} }),
      stillWorks: () => client.callTool({ name: 'echo', arguments: { text: 'here' } }),
    }),
};

const untilTakenBack = async ({ signal }: Asked): Promise<Elicited> => {
  await once(signal, 'abort');
  return { action: 'cancel' };
};

export const legacyServerGivesUp: Scenario = {
  name: 'the server cancels its own question',
  server: 'both-eras',
  eras: ['legacy'],
  answers: () => ({ elicitation: untilTakenBack }),
  async run({ client }) {
    // Takes the id 0, whose cancellation the 1.x SDK overlooks.
    await client.callTool({ name: 'ping_client', arguments: {} });
    const asking = outcome(client.callTool({ name: 'ask_and_give_up', arguments: {} }));
    await client.heard.until('elicitation/create');
    const giveUp = await outcome(client.callTool({ name: 'give_up', arguments: {} }));
    await client.heard.until('notifications/cancelled');
    return { giveUp, asking: await asking };
  },
};

export const legacyServerQuestions: Scenario = {
  name: 'requests that only a server of the legacy era sends',
  server: 'both-eras',
  eras: ['legacy'],
  added: HOST_SIGN,
  answers: () => ({
    elicitation: async ({ params, tellProgress, heard }) => {
      if (params['mode'] === 'url') return { action: 'accept' };
      await tellProgress(1, 2);
      await tellProgress(2, 2);
      await heard.until('notifications/message', { saying: 'at 2' });
      return accepted({ yes: true });
    },
  }),
  async run({ client }) {
    const ask = (name: string) => () => client.callTool({ name, arguments: {} });
    const saw = await outcomes({
      ping: ask('ping_client'),
      unknown: ask('ask_unknown_method'),
      progress: ask('ask_with_progress'),
      page: ask('ask_to_open_a_page'),
    });
    await client.heard.until('notifications/elicitation/complete');
    return saw;
  },
};
