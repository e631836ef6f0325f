import { readStrict } from '@mcp-guard/core';
import { expect, it } from 'vitest';
import { Tracer } from '../../src/state/tracer.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

function begin(tracer: Tracer, traceparent: unknown): string {
  const params = { _meta: { traceparent } };
  const line = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params }));
  const message = readStrict(line, 100);
  return message.kind === 'request' ? tracer.begin('s', 'toServer', message) : message.kind;
}

it('a held call and what it becomes have spans of their own, of which the server gets the second', () => {
  const tracer = new Tracer();
  const sent = begin(tracer, `00-${TRACE}-${PARENT}-01`);
  const held = tracer.beside('s', 'toServer', '1');
  const passed = tracer.take('s', 'toServer', '1');
  expect(sent).toBe(`00-${TRACE}-${passed?.spanId}-01`);
  expect(held).toMatchObject({ traceId: TRACE, parentId: PARENT });
  expect(held?.spanId).not.toBe(passed?.spanId);
  expect(tracer.take('s', 'toServer', '1')).toBeUndefined();
});

it.each([
  ['is no text', 1],
  ['has a version that does not exist', `ff-${TRACE}-${PARENT}-01`],
  ['names no trace', `00-${'0'.repeat(32)}-${PARENT}-01`],
  ['names no span', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['is in capitals', `00-${TRACE.toUpperCase()}-${PARENT}-01`],
  ['goes on too long', `01-${TRACE}-${PARENT}-01-${'x'.repeat(300)}`],
])('a traceparent that %s begins a new trace', (_, traceparent) => {
  const tracer = new Tracer();
  expect(begin(tracer, traceparent)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  const context = tracer.take('s', 'toServer', '1');
  expect(context?.parentId).toBeUndefined();
  expect(context?.traceId).not.toBe(TRACE);
});
