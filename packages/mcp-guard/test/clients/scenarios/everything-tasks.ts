import type { ConnectedClient } from '../connected-client.ts';
import { isList, toJson } from '../json.ts';
import { outcome, outcomes } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { sdk1Client } from '../sdk-1-client.ts';
import { accepted, sampled } from './shared.ts';

const TASK_ID = /[\da-f]{32}/gu;
const TIMESTAMP = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/gu;

/** Starts a call as a task and returns its id. */
async function startTask(client: ConnectedClient, topic: string, ambiguous: boolean): Promise<string> {
  const started = await client.request('tools/call', {
    name: 'simulate-research-query',
    arguments: { topic, ambiguous },
    task: { ttl: 60_000 },
  });
  return /"taskId":"([^"]+)"/u.exec(JSON.stringify(started))?.[1] ?? '';
}

export const everythingTask: Scenario = {
  name: 'a call as a task: started, looked at, listed, its question answered, its result fetched',
  server: 'everything',
  random: [TASK_ID],
  clock: [TIMESTAMP],
  answers: () => ({ elicitation: () => accepted({ interpretation: 'snake' }) }),
  async run({ client }) {
    const taskId = await startTask(client, 'python', true);
    return outcomes({
      get: () => client.request('tasks/get', { taskId }),
      list: () => client.request('tasks/list'),
      // Waits for the end of the task; the server's question comes while this is open.
      result: () => client.request('tasks/result', { taskId }),
      getAgain: () => client.request('tasks/get', { taskId }),
    });
  },
};

export const everythingTaskCancelled: Scenario = {
  name: 'a task that is cancelled',
  server: 'everything',
  random: [TASK_ID],
  clock: [TIMESTAMP],
  async run({ client }) {
    const taskId = await startTask(client, 'anything', false);
    return outcomes({
      cancel: () => client.request('tasks/cancel', { taskId }),
      get: () => client.request('tasks/get', { taskId }),
      cancelAgain: () => client.request('tasks/cancel', { taskId }),
    });
  },
};

export const everythingTaskStream: Scenario = {
  name: 'a call as a task, followed by the client itself',
  server: 'everything',
  onlyWith: sdk1Client.name,
  random: [TASK_ID],
  clock: [TIMESTAMP],
  async run({ client }) {
    const call = { name: 'simulate-research-query', arguments: { topic: 'anything' } };
    const messages = toJson(await client.streamTask?.(call));
    // How many of the looks at the task find it unfinished depends on the clock.
    return isList(messages) ? messages.filter((message) => !JSON.stringify(message).includes('"working"')) : messages;
  },
};

export const everythingTasksOfTheClient: Scenario = {
  name: 'questions of the server that the client runs as tasks',
  server: 'everything',
  onlyWith: sdk1Client.name, // 2.x clients cannot be asked for a task
  random: [TASK_ID],
  clock: [TIMESTAMP],
  answers: () => ({
    sampling: () => sampled('from a task'),
    elicitation: () => accepted({ name: 'Zoë', favoriteColor: 'Blue' }),
  }),
  run: async ({ client }) => ({
    sampling: await outcome(client.callTool({ name: 'trigger-sampling-request-async', arguments: { prompt: 'p' } })),
    elicitation: await outcome(client.callTool({ name: 'trigger-elicitation-request-async', arguments: {} })),
  }),
};
