import type { CallOptions, ConnectedClient } from '../connected-client.ts';
import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const SUBSCRIBED = 'demo://resource/dynamic/text/1';

export const everythingSubscriptions: Scenario = {
  name: 'subscribing, updates, unsubscribing',
  server: 'everything',
  async run({ client }) {
    const toggle = () => client.callTool({ name: 'toggle-subscriber-updates', arguments: {} });
    const before = await outcomes({
      subscribe: () => client.subscribeResource({ uri: SUBSCRIBED }),
      other: () => client.subscribeResource({ uri: 'demo://resource/dynamic/blob/2' }),
      unsubscribe: () => client.unsubscribeResource({ uri: 'demo://resource/dynamic/blob/2' }),
      start: toggle,
    });
    await client.heard.until('notifications/resources/updated');
    return {
      before,
      after: await outcomes({ stop: toggle, end: () => client.unsubscribeResource({ uri: SUBSCRIBED }) }),
    };
  },
};

export const everythingLogging: Scenario = {
  name: 'the level decides which log messages come',
  server: 'everything',
  run: ({ client }) =>
    // The server logs every subscription at level info.
    outcomes({
      everything: () => client.setLoggingLevel('debug'),
      logged: () => client.subscribeResource({ uri: SUBSCRIBED }),
      onlyErrors: () => client.setLoggingLevel('error'),
      notLogged: () => client.subscribeResource({ uri: 'demo://resource/dynamic/text/2' }),
    }),
};

export const everythingSimulatedLogging: Scenario = {
  name: 'a log message of the server’s own',
  server: 'everything',
  // One of eight messages, drawn by lot; they differ in nothing else.
  random: [/^(?:debug|info|notice|warning|error|critical|alert|emergency)$/gu, /^\w+[- ]level[- ]message$/giu],
  async run({ client }) {
    const toggle = () => client.callTool({ name: 'toggle-simulated-logging', arguments: {} });
    await client.setLoggingLevel('debug');
    const start = await outcome(toggle());
    await client.heard.until('notifications/message');
    return { start, stop: await outcome(toggle()) };
  },
};

/**
 * Calls and notes the steps that reached the caller, without the last one: the SDKs lose a progress notice that is
 * read together with the answer, so the others must come well before it. That they were sent is part of what was heard.
 */
async function callInSteps(client: ConnectedClient, duration: number, steps: number, options: CallOptions = {}) {
  const progress: unknown[] = [];
  const call = { name: 'trigger-long-running-operation', arguments: { duration, steps } };
  const onprogress: NonNullable<CallOptions['onprogress']> = (step) => progress.push(step);
  return {
    answer: await outcome(client.callTool(call, { ...options, onprogress })),
    progress: progress.slice(0, steps - 1),
  };
}

export const everythingProgress: Scenario = {
  name: 'progress of a long call',
  server: 'everything',
  run: ({ client }) => callInSteps(client, 2, 5),
};

export const everythingCancellation: Scenario = {
  name: 'the client cancels a call',
  server: 'everything',
  async run({ client }) {
    const cancel = new AbortController();
    const call = { name: 'trigger-long-running-operation', arguments: { duration: 0.4, steps: 2 } };
    const cancelled = await outcome(
      client.callTool(call, { signal: cancel.signal, onprogress: () => cancel.abort('no longer needed') }),
    );
    // Long enough for the cancelled call to end in the server, whose answer nobody may get now.
    const next = await outcome(client.callTool(call));
    return { cancelled, next };
  },
};

export const everythingOutlasting: Scenario = {
  name: 'a call outlasts the time-out because progress resets it',
  server: 'everything',
  run: ({ client }) => callInSteps(client, 2.2, 11, { timeout: 2_000, resetTimeoutOnProgress: true }),
};
