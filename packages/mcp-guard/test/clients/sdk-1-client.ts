/* oxlint-disable unicorn/prefer-add-event-listener -- the SDKs' clients and transports are no event targets */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolResultSchema,
  type ClientCapabilities,
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  type Notification,
  type Request,
  type Result,
  ResultSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Answers, Asked, ClientKind, ServerAddress, ServerCommand } from './connected-client.ts';
import { Heard } from './heard.ts';
import { toJsonObject } from './json.ts';

type Extra = RequestHandlerExtra<Request, Notification>;

/** The client of `@modelcontextprotocol/sdk` 1.x, which also runs a server's question as a task when asked to. */
export const sdk1Client: ClientKind = {
  name: 'sdk 1.32',
  speaks: 'legacy',

  async connect(server, answers = {}) {
    const taskStore = new InMemoryTaskStore();
    const client = new Client(
      { name: 'client-under-test', version: '1.0.0' },
      { capabilities: capabilitiesOf(answers), taskStore },
    );
    const heard = new Heard();
    const transport: Transport = toTransport(server);
    // The SDK calls a listener that was there before its own.
    transport.onmessage = heard.listen;
    giveAnswers(client, answers, heard);
    const closed = Promise.withResolvers<void>();
    client.onclose = closed.resolve;
    let revision: string | undefined;
    transport.setProtocolVersion = (version): void => {
      revision = version;
    };
    await client.connect(transport);

    return {
      era: 'legacy',
      heard,
      closed: closed.promise,
      handshake: () => ({
        revision,
        server: client.getServerVersion(),
        capabilities: client.getServerCapabilities(),
        instructions: client.getInstructions(),
      }),
      ping: (options) => client.ping(options),
      listTools: (params, options) => client.listTools(params, options),
      listResources: (params, options) => client.listResources(params, options),
      listResourceTemplates: (params, options) => client.listResourceTemplates(params, options),
      listPrompts: (params, options) => client.listPrompts(params, options),
      readResource: (params, options) => client.readResource(params, options),
      subscribeResource: (params, options) => client.subscribeResource(params, options),
      unsubscribeResource: (params, options) => client.unsubscribeResource(params, options),
      getPrompt: (params, options) => client.getPrompt(params, options),
      complete: (params, options) => client.complete(params, options),
      setLoggingLevel: (level, options) => client.setLoggingLevel(level, options),
      sendRootsListChanged: () => client.sendRootsListChanged(),
      callTool: (call, options) => client.callTool({ ...call }, CallToolResultSchema, options),
      request: (method, params, options) =>
        client.request({ method, ...(params && { params }) }, ResultSchema, options),
      notify: (method, params) => client.notification({ method, ...(params && { params }) }),
      async streamTask(call) {
        const messages: object[] = [];
        for await (const message of client.experimental.tasks.callToolStream({ ...call })) messages.push(message);
        return messages;
      },
      close: async () => {
        taskStore.cleanup();
        await client.close();
      },
    };
  },
};

function capabilitiesOf({ sampling, elicitation, roots }: Answers): ClientCapabilities {
  return {
    ...(sampling && { sampling: {} }),
    ...(elicitation && { elicitation: { form: {}, url: {} } }),
    ...(roots && { roots: { listChanged: true } }),
    tasks: {
      list: {},
      cancel: {},
      requests: {
        ...(sampling && { sampling: { createMessage: {} } }),
        ...(elicitation && { elicitation: { create: {} } }),
      },
    },
  };
}

function giveAnswers(client: Client, { sampling, elicitation, roots }: Answers, heard: Heard): void {
  if (sampling) {
    client.setRequestHandler(CreateMessageRequestSchema, ({ params }, extra) =>
      nowOrAsTask(params, extra, async () => ({ ...(await sampling(asked(params, extra, heard))) })),
    );
  }
  if (elicitation) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }, extra) =>
      nowOrAsTask(params, extra, async () => ({ ...(await elicitation(asked(params, extra, heard))) })),
    );
  }
  if (roots) {
    client.setRequestHandler(ListRootsRequestSchema, async ({ params }, extra) => ({
      ...(await roots(asked(params, extra, heard))),
    }));
  }
}

/** A question that asks for a task gets the task at once; its result waits in the store. */
async function nowOrAsTask(params: object, { taskStore }: Extra, answer: () => Promise<Result>): Promise<Result> {
  if (!('task' in params) || !taskStore) return answer();
  const task = await taskStore.createTask({ ttl: 60_000, pollInterval: 10 });
  await taskStore.storeTaskResult(task.taskId, 'completed', await answer());
  return { task };
}

function asked(params: object | undefined, { signal, _meta, sendNotification }: Extra, heard: Heard): Asked {
  return {
    params: toJsonObject(params ?? {}),
    signal,
    heard,
    async tellProgress(progress, total) {
      const progressToken = _meta?.progressToken;
      if (progressToken === undefined) return;
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total } });
    },
  };
}

function toTransport(server: ServerCommand | ServerAddress): Transport {
  if ('url' in server) {
    const url = new URL(server.url);
    return server.transport === 'sse' ? new SSEClientTransport(url) : new StreamableHTTPClientTransport(url);
  }
  const { command, args, env } = server;
  // The SDK's own limit of 10 MB would close the connection, guarded or not.
  return new StdioClientTransport({ command, args, env, stderr: 'ignore', maxBufferSize: 64 * 2 ** 20 });
}
