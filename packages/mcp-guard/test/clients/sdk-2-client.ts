/* oxlint-disable unicorn/prefer-add-event-listener -- the SDKs' clients and transports are no event targets */
import {
  Client,
  type ClientCapabilities,
  type ClientContext,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';
import type { Answers, Asked, ClientKind, ConnectedClient, ServerAddress, ServerCommand } from './connected-client.ts';
import { Heard } from './heard.ts';
import { toJson, toJsonObject } from './json.ts';

const Anything = z.looseObject({});

/** The client of `@modelcontextprotocol/client` 2.x, which speaks both eras; `auto` asks the server first which one. */
export const sdk2Client = (mode: 'legacy' | 'auto'): ClientKind => ({
  name: `client 2.4, ${mode}`,
  speaks: mode === 'auto' ? 'modern' : 'legacy',

  async connect(server, answers = {}) {
    const client = new Client(
      { name: 'client-under-test', version: '2.0.0' },
      { capabilities: capabilitiesOf(answers), versionNegotiation: { mode } },
    );
    const heard = new Heard();
    const transport = toTransport(server);
    // The SDK calls a listener that was there before its own.
    transport.onmessage = heard.listen;
    giveAnswers(client, answers, heard);
    const closed = Promise.withResolvers<void>();
    client.onclose = closed.resolve;
    await client.connect(transport);

    const era = client.getProtocolEra() ?? 'legacy';
    return {
      era,
      heard,
      closed: closed.promise,
      handshake: () => ({
        era,
        revision: client.getNegotiatedProtocolVersion(),
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
      callTool: (call, options) => client.callTool(call, options),
      request: (method, params, options) => client.request({ method, ...(params && { params }) }, Anything, options),
      notify: (method, params) => client.notification({ method, ...(params && { params }) }),
      ...(era === 'modern' && modernCalls(client)),
      close: () => client.close(),
    };
  },
});

const modernCalls = (client: Client): Pick<ConnectedClient, 'discover' | 'listen'> => ({
  discover: () => client.discover(),
  async listen(filter) {
    const subscription = await client.listen(filter);
    return {
      honoured: toJson(subscription.honoredFilter),
      closed: subscription.closed,
      close: () => subscription.close(),
    };
  },
});

function capabilitiesOf({ sampling, elicitation, roots }: Answers): ClientCapabilities {
  return {
    ...(sampling && { sampling: {} }),
    ...(elicitation && { elicitation: { form: {}, url: {} } }),
    ...(roots && { roots: { listChanged: true } }),
  };
}

function giveAnswers(client: Client, { sampling, elicitation, roots }: Answers, heard: Heard): void {
  if (sampling) {
    client.setRequestHandler('sampling/createMessage', ({ params }, context) =>
      sampling(asked(params, context, heard)),
    );
  }
  if (elicitation) {
    client.setRequestHandler('elicitation/create', ({ params }, context) => elicitation(asked(params, context, heard)));
  }
  if (roots) {
    client.setRequestHandler('roots/list', ({ params }, context) => roots(asked(params, context, heard)));
  }
}

function asked(params: object | undefined, { mcpReq }: ClientContext, heard: Heard): Asked {
  const { signal, _meta, notify } = mcpReq;
  return {
    params: toJsonObject(params ?? {}),
    signal,
    heard,
    async tellProgress(progress, total) {
      const progressToken = _meta?.progressToken;
      if (progressToken === undefined) return;
      await notify({ method: 'notifications/progress', params: { progressToken, progress, total } });
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
