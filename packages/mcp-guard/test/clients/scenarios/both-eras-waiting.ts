import type { ConnectedClient } from '../connected-client.ts';
import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

/** Resolves when the call has reached its waiting place in the server: its first progress tells so. */
function startWaiting(client: ConnectedClient, name: string, args: Record<string, unknown>, signal?: AbortSignal) {
  const { promise: started, resolve } = Promise.withResolvers<void>();
  const answer = outcome(
    client.callTool({ name, arguments: args }, { onprogress: () => resolve(), ...(signal && { signal }) }),
  );
  return { started, answer };
}

export const bothErasSideBySide: Scenario = {
  name: 'slow calls beside fast ones, answered in the order in which they end',
  server: 'both-eras',
  async run({ client }) {
    const order: string[] = [];
    const hold = (gate: string) => {
      const { started, answer } = startWaiting(client, 'hold', { gate });
      return { started, answer: answer.finally(() => order.push(gate)) };
    };
    const release = async (gate: string, held: ReturnType<typeof hold>) => {
      await client.callTool({ name: 'release', arguments: { gate, text: `${gate} goes` } });
      return held.answer;
    };

    const [one, two, three] = [hold('one'), hold('two'), hold('three')];
    await Promise.all([one.started, two.started, three.started]);
    const fast = await outcome(client.callTool({ name: 'echo', arguments: { text: 'fast' } }));
    order.push('fast');
    const slow = [await release('three', three), await release('one', one), await release('two', two)];
    return { fast, slow, order };
  },
};

/** In the modern era nothing is asked at the start, so the first call would pay for the start of the server. */
const untilStarted = (client: ConnectedClient): Promise<object> =>
  client.callTool({ name: 'echo', arguments: { text: 'started' } });

export const bothErasOutlasting: Scenario = {
  name: 'a call outlasts the time-out because progress resets it',
  server: 'both-eras',
  async run({ client }) {
    await untilStarted(client);
    const progress: unknown[] = [];
    const answer = await outcome(
      client.callTool(
        { name: 'steps', arguments: { count: 11, every: 200 } },
        { timeout: 2_000, resetTimeoutOnProgress: true, onprogress: (step) => progress.push(step) },
      ),
    );
    return { answer, progress };
  },
};

export const bothErasTimeout: Scenario = {
  name: 'a call that is too slow for its client is cancelled in the server',
  server: 'both-eras',
  async run({ client }) {
    await untilStarted(client);
    return outcomes({
      tooSlow: () => client.callTool({ name: 'until_cancelled', arguments: {} }, { timeout: 500 }),
      cancelled: () => client.callTool({ name: 'cancellations', arguments: {} }),
    });
  },
};

export const bothErasCancellation: Scenario = {
  name: 'the client cancels one of two calls',
  server: 'both-eras',
  async run({ client }) {
    const cancel = new AbortController();
    const cancelled = startWaiting(client, 'until_cancelled', {}, cancel.signal);
    const kept = startWaiting(client, 'hold', { gate: 'kept' });
    await Promise.all([cancelled.started, kept.started]);
    cancel.abort('no longer needed');
    const saw = await outcomes({
      cancelled: () => cancelled.answer,
      seenByServer: () => client.callTool({ name: 'cancellations', arguments: {} }),
      release: () => client.callTool({ name: 'release', arguments: { gate: 'kept', text: 'still wanted' } }),
    });
    return { saw, kept: await kept.answer };
  },
};
