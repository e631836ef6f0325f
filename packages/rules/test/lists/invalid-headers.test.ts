import { layersOf, parseConfig } from '@mcp-guard/policy';
import { expect, it } from 'vitest';
import { invalidHeaders } from '../../src/lists/invalid-headers.js';
import type { PolicyScope } from '../../src/interceptor.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { askedBy, read } from '../support/read.js';

const MODERN = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };

function remoteScope(transport: string): PolicyScope {
  const url = transport === 'websocket' ? 'wss://mcp.example.com' : 'https://mcp.example.com';
  const config = parseConfig(JSON.stringify({ servers: { files: { transport, url } } }), 'mcp-guard.yaml', new Map());
  const server = config.servers['files'];
  if (!server) throw new Error('no server');
  return { ...scopeOf({}), config, layers: layersOf(config, server, []) };
}

const tool = (name: unknown, header: unknown) => ({
  name,
  inputSchema: { type: 'object', properties: { a: { type: 'string', 'x-mcp-header': header } } },
});

interface Asked {
  readonly method?: string;
  readonly params?: object;
}

const judge = (scope: PolicyScope, tools: unknown, { method = 'tools/list', params = {} }: Asked = {}) =>
  invalidHeaders(scope)?.toClient?.(read({ id: 1, result: { tools } }), contextOf(askedBy({ id: 1, method, params })));

it('a tool that asks for headers that HTTP cannot carry is left out of the list, and the record says which and why', () => {
  const tools = [tool('good', 'A'), tool('empty', ''), { name: 'plain' }, tool('sk-\u202enot plain', 'a b')];
  expect(judge(remoteScope('streamable-http'), tools, { params: MODERN })).toEqual({
    kind: 'rewrite',
    edits: [
      { path: ['result', 'tools', 1], value: undefined },
      { path: ['result', 'tools', 3], value: undefined },
    ],
    note:
      'withheld 2 of 4 tools: empty (x-mcp-header is not the name of a header), ' +
      '#3 (x-mcp-header is not the name of a header)',
  });
});

it.each<readonly [string, () => ReturnType<typeof judge>]>([
  [
    'without annotations that are wrong',
    () => judge(remoteScope('streamable-http'), [tool('a', 'A')], { params: MODERN }),
  ],
  ['of the legacy era, which has none', () => judge(remoteScope('streamable-http'), [tool('a', '')])],
  ['of another method', () => judge(remoteScope('streamable-http'), [tool('a', '')], { method: 'x', params: MODERN })],
  ['that is none', () => judge(remoteScope('streamable-http'), { a: 1 }, { params: MODERN })],
])('a list %s passes as it is', (_, judged) => {
  expect(judged()).toEqual({ kind: 'pass' });
});

it.each(['sse', 'websocket'])('a server over %s gets no such headers, so its lists are not looked at', (transport) => {
  expect(invalidHeaders(remoteScope(transport))).toBeUndefined();
});

it('a server over a pipe gets no such headers, so its lists are not looked at', () => {
  expect(invalidHeaders(scopeOf({}))).toBeUndefined();
});
