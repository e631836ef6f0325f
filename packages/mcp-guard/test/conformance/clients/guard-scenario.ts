/*
 * A client for the scenarios of the conformance suite in which nobody logs in: the SDK's client, over a pipe, behind a guard
 * that reaches the suite's server over HTTP. It uses all that it is shown: as the scenario says, or with samples.
 */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createGuard } from '../../support/guard.ts';

interface ToolCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}
type Tool = Awaited<ReturnType<Client['listTools']>>['tools'][number];

const MODERN = '2026-07-28';
const SAMPLES: Readonly<Record<string, unknown>> = { string: 'x', integer: 1, number: 1, boolean: true, array: [] };

/** One tool wants the schema of the first one back, as its client was shown it. */
function argumentsFor({ properties = {} }: Tool['inputSchema'], tools: readonly Tool[]): Record<string, unknown> {
  const sampleOf = (schema: object): unknown => {
    const type: unknown = Reflect.get(schema, 'type');
    return type === 'object' ? tools[0]?.inputSchema : SAMPLES[String(type)];
  };
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, sampleOf(Object(schema))] as const),
  );
}

const context: { toolCalls?: readonly ToolCall[] } = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}');
const isModern = (process.env['MCP_CONFORMANCE_PROTOCOL_VERSION'] ?? MODERN) >= MODERN;
const guard = await createGuard({ servers: { suite: { url: process.argv.at(-1) } } });
try {
  const client = new Client(
    { name: 'conformance', version: '1' },
    {
      capabilities: { elicitation: { form: { applyDefaults: true } } },
      versionNegotiation: { mode: isModern ? 'auto' : 'legacy' },
    },
  );
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: {} }));
  await client.connect(new StdioClientTransport(guard.connect('suite')));
  const can = client.getServerCapabilities();
  const tools = can?.tools ? (await client.listTools()).tools : [];
  const calls =
    context.toolCalls ?? tools.map(({ name, inputSchema }) => ({ name, arguments: argumentsFor(inputSchema, tools) }));
  // The suite judges what was asked; some of its answers are errors.
  for (const { name, arguments: given } of calls)
    await client.callTool({ name, arguments: given }).catch((error: unknown) => console.error(name, error));
  const resources = can?.resources ? (await client.listResources()).resources : [];
  for (const { uri } of resources) await client.readResource({ uri });
  const prompts = can?.prompts ? (await client.listPrompts()).prompts : [];
  for (const { name } of prompts) await client.getPrompt({ name });
  await client.close();
} finally {
  await guard.close();
}
