import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Scenario } from '../../clients/scenario.ts';
import { outcomes } from '../../clients/outcome.ts';
import {
  bothErasHandshake,
  bothErasLists,
  everythingHandshake,
  everythingLists,
} from '../../clients/scenarios/handshake.ts';
import { everythingCancellation } from '../../clients/scenarios/everything-notices.ts';
import { everythingElicitation, everythingSampling } from '../../clients/scenarios/everything-questions.ts';
import { everythingSideBySide, everythingTools } from '../../clients/scenarios/everything-tools.ts';

/** A server or a gateway of others that listens. */
export interface ThirdParty {
  readonly name: string;
  readonly transport: 'streamable-http' | 'sse';
  readonly path: string;
  toArgs(port: number): readonly string[];
  toEnv(port: number): Readonly<Record<string, string>>;
  readonly scenarios: readonly Scenario[];
}

const require = createRequire(import.meta.url);
const inside = (packageName: string, path: string): string =>
  join(dirname(require.resolve(`${packageName}/package.json`)), path);
const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const EVERYTHING = inside('@modelcontextprotocol/server-everything', 'dist/index.js');
const BOTH_ERAS = script('../../clients/fixture/both-eras-server.ts');
const PROXY = inside('mcp-proxy', 'dist/bin/mcp-proxy.mjs');
const GATEWAY = inside('supergateway', 'dist/index.js');

const TALK = [everythingHandshake, everythingLists, everythingTools, everythingSideBySide];
const ASKING = [everythingSampling, everythingElicitation, everythingCancellation];

const withPort = (port: number): Record<string, string> => ({ PORT: String(port) });
const withNothing = (): Record<string, string> => ({});

const fastmcpCalls: Scenario = {
  name: 'calls of a server that is built with another library',
  server: 'everything',
  run: ({ client }) =>
    outcomes({
      handshake: async () => client.handshake(),
      tools: () => client.listTools(),
      resources: () => client.listResources(),
      echo: () => client.callTool({ name: 'echo', arguments: { text: 'hällo 🛡️ "quoted"\n' } }),
      count: () => client.callTool({ name: 'count', arguments: { to: 5 } }, { onprogress: () => undefined }),
      fail: () => client.callTool({ name: 'fail', arguments: {} }),
      unknown: () => client.callTool({ name: 'no-such', arguments: {} }),
      read: () => client.readResource({ uri: 'memo://one' }),
    }),
};

export const THIRD_PARTIES: readonly ThirdParty[] = [
  {
    name: 'server-everything over Streamable HTTP',
    transport: 'streamable-http',
    path: '/mcp',
    toArgs: () => [EVERYTHING, 'streamableHttp'],
    toEnv: withPort,
    scenarios: [...TALK, ...ASKING],
  },
  {
    name: 'server-everything over SSE',
    transport: 'sse',
    path: '/sse',
    toArgs: () => [EVERYTHING, 'sse'],
    toEnv: withPort,
    scenarios: [...TALK, ...ASKING],
  },
  {
    name: 'fastmcp',
    transport: 'streamable-http',
    path: '/mcp',
    toArgs: (port) => [script('fastmcp-server.ts'), String(port)],
    toEnv: withNothing,
    scenarios: [fastmcpCalls],
  },
  {
    name: 'mcp-proxy over Streamable HTTP',
    transport: 'streamable-http',
    path: '/mcp',
    toArgs: (port) => [PROXY, '--host', '127.0.0.1', '--port', String(port), '--', process.execPath, BOTH_ERAS],
    toEnv: withNothing,
    scenarios: [bothErasHandshake, bothErasLists],
  },
  {
    name: 'mcp-proxy over SSE',
    transport: 'sse',
    path: '/sse',
    toArgs: (port) => [PROXY, '--host', '127.0.0.1', '--port', String(port), '--', process.execPath, BOTH_ERAS],
    toEnv: withNothing,
    scenarios: [bothErasHandshake, bothErasLists],
  },
  {
    name: 'supergateway over Streamable HTTP',
    transport: 'streamable-http',
    path: '/mcp',
    toArgs: (port) => [GATEWAY, ...gatewayOptions(port), '--outputTransport', 'streamableHttp', '--stateful'],
    toEnv: withNothing,
    scenarios: [everythingHandshake, everythingTools], // it starts a process for each session
  },
  {
    name: 'supergateway over SSE',
    transport: 'sse',
    path: '/sse',
    toArgs: (port) => [GATEWAY, ...gatewayOptions(port), '--outputTransport', 'sse'],
    toEnv: withNothing,
    scenarios: TALK,
  },
];

const gatewayOptions = (port: number): readonly string[] => [
  '--stdio',
  `${process.execPath} ${EVERYTHING} stdio`,
  '--port',
  String(port),
  '--logLevel',
  'none',
];
