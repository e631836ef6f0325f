import { ByteBudget, type Received } from '@mcp-guard/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStream } from '../../../src/ends/remote/stream/event-stream.js';
import type { StreamEvent } from '../../../src/ends/remote/stream/stream-event.js';

const MAX_BYTES = 2 << 20;

const textOf = (data: Received | undefined): string | undefined =>
  data?.kind === 'kept' ? data.bytes.toString('latin1') : data && `${data.scan.id}: ${data.why}`;

/** Events as `type|id|data`, of a stream that comes in these parts. */
function read(parts: readonly (string | Buffer)[], maxBytes: number = MAX_BYTES) {
  const events: string[] = [];
  const delays: number[] = [];
  const budget = new ByteBudget(1 << 20);
  let idle = 0;
  const stream = new EventStream({
    lines: { budget, maxBytes },
    onEvent: ({ type, id, data }: StreamEvent) => void events.push(`${type}|${id ?? ''}|${textOf(data) ?? '(none)'}`),
    onRetry: (delay) => void delays.push(delay),
    onIdle: () => idle++,
  });
  for (const part of parts) {
    let rest = Buffer.from(part);
    do rest = rest.subarray(stream.push(rest));
    while (rest.length > 0 || stream.isBehind);
  }
  return { events, delays, stream, budget, idle: () => idle };
}

describe('an event stream', () => {
  it.each([
    ['one event', 'data: {"a":1}\n\n', ['message||{"a":1}']],
    ['without the space', 'data:{}\n\n', ['message||{}']],
    ['only one space is taken off', 'data:  {}\n\n', ['message|| {}']],
    ['CRLF', 'event: x\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n', ['x||1', 'message||2']],
    ['CR alone', 'event: x\rdata: 1\r\rdata: 2\r\r', ['x||1', 'message||2']],
    ['mixed line ends', 'data: 1\r\ndata: 2\n\r\ndata: 3\r\n\n', ['message||1\n2', 'message||3']],
    ['lines that are joined', 'data: [1,\ndata\ndata:\ndata: 2]\n\n', ['message||[1,\n\n\n2]']],
    ['an empty first line', 'data\ndata: 1\n\n', ['message||\n1']],
    ['a byte order mark', '\ufeffdata: 1\n\n', ['message||1']],
    ['a mark elsewhere', 'data: 1\n\n\ufeffdata: 2\n\n', ['message||1']],
    ['half a mark', Buffer.from('\xef\xbbdata: 1\n\ndata: 2\n\n', 'latin1'), ['message||2']],
    ['comments and other fields', ': ping\n\n:\nfoo: bar\nDATA: no\ndatax: no\ndata: 1\n:x\n\n', ['message||1']],
    ['an id that stays', 'id: 7\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n', ['message|7|1', 'message|7|2', 'message||3']],
    ['an id with NUL', 'id: 7\ndata: 1\n\nid: 8\0\ndata: 2\n\n', ['message|7|1', 'message|7|2']],
    ['an id that fits in no header', 'id: 7\ndata: 1\n\nid: 8\x01\ndata: 2\n\n', ['message|7|1', 'message||2']],
    ['an event with an id only', 'id: 7\nretry: 10\n\n', ['message|7|(none)']],
    ['an event with empty data', 'id: 7\ndata: \n\n', ['message|7|']],
    ['an event without its end', 'data: 1\n\nid: 9\ndata: 2\n', ['message||1']],
    ['no text', Buffer.from('data: "\xff\xfe"\n\n', 'latin1'), ['message||"\xff\xfe"']],
    ['a type that is too long', `event: ${'m'.repeat(2000)}\ndata: 1\n\n`, ['other||1']],
  ])('is read as the standard says: %s', (_, text, expected) => {
    expect(read([text]).events).toEqual(expected);
    const bytes = Buffer.from(text);
    expect(read([...bytes].map((byte) => Buffer.of(byte))).events).toEqual(expected);
  });

  // Threat 38
  it.each([
    ['comments, unknown fields and ends of no event', ': ping\n\n\nfoo: bar\ndata: 1\n\n', 4],
    ['delays without an end', 'retry: 5\n'.repeat(100), 97],
    ['ids without an end', 'id: 1\n'.repeat(100), 97],
    ['types without an end', 'event: x\n'.repeat(100), 97],
    ['empty lines of data', 'data:\n'.repeat(160), 10],
    ['delays that end', 'retry: 5\n\n'.repeat(10), 10],
    ['none of events with all they may have', 'event: x\nid: 1\nretry: 5\ndata: 1\ndata: 2\n\n'.repeat(100), 0],
  ])('counts the lines that lead nowhere: %s', (_, text, idle) => {
    expect(read([text]).idle()).toBe(idle);
  });

  it('tells the delay that the server asks for', () => {
    expect(read(['retry: 250\nretry: -1\nretry: 1e3\nretry:\nretry: 99999999999\nretry: 3000\n\n']).delays).toEqual([
      250, 3000,
    ]);
  });

  it('gives the same events wherever its bytes are cut', () => {
    const piece = fc.constantFrom(
      'data',
      'id',
      'event',
      'retry',
      ':',
      ': ',
      ' ',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      '{"a":1}',
      'é',
      '\ufeff',
      '\0',
      'xdata',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.array(fc.nat(400), { maxLength: 12 }), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''));
        const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].toSorted((a, b) => a - b);
        const parts = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        expect(read(parts).events).toEqual(read([bytes]).events);
      }),
      { numRuns: 500 },
    );
  });

  // Threat 27
  it('gives up an event that is too large, says which request waits for it, and goes on', () => {
    const part = Buffer.alloc(1 << 20, 'x');
    const parts = [
      'data: {"jsonrpc":"2.0","id":7,"result":{"a":"',
      ...Array.from({ length: 100 }, () => part),
      '"}}\n\ndata: 1\n\n',
    ];
    const { events, budget } = read(parts);
    expect(events).toEqual([`message||7: the message is larger than ${MAX_BYTES} bytes`, 'message||1']);
    expect(budget.take(1 << 20)).toBe(true);
  });

  it.each([
    ['in one part', (text: string) => [text]],
    ['in many parts', (text: string) => text.match(/[^]{1,7}/g) ?? []],
  ])('counts joined lines, too, %s', (_, cut) => {
    const text = `data: {"id":3,\n${'data: 12345678\n'.repeat(20)}\ndata: ok\n\n`;
    expect(read(cut(text), 100).events).toEqual(['message||3: the message is larger than 100 bytes', 'message||ok']);
  });

  it('keeps nothing of endless fields', () => {
    const endless = Array.from({ length: 64 }, () => 'y'.repeat(1 << 16));
    const parts = ['id', 'event', 'x'.repeat(50), ''].flatMap((name) => [`${name}:`, endless, '\n'].flat());
    expect(read([...parts, 'data: 1\n\n']).events).toEqual(['other||1']);
  });

  it('frees what it holds when it ends', () => {
    const { stream, budget, events } = read([`data: ${'x'.repeat(1 << 19)}`]);
    expect(budget.take(1 << 20)).toBe(false);
    stream.close();
    expect([budget.take(1 << 20), events]).toEqual([true, []]);
  });
});
