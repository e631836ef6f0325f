import { PassThrough } from 'node:stream';
import { ByteBudget } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { EventStream } from '../../../src/ends/remote/stream/event-stream.js';
import { Inbox } from '../../../src/ends/remote/stream/inbox.js';
import { WholeBody } from '../../../src/ends/remote/stream/whole-body.js';
import { Turns } from '../../../src/ends/turns.js';

/** Until what came was looked at, in a turn of its own. */
const tick = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
};

function openInbox({ maxBytes = 1 << 20 }: { maxBytes?: number } = {}) {
  const heard: string[] = [];
  const budget = new ByteBudget(1 << 20);
  const lines = { budget, maxBytes };
  const share = new Turns({ delivery: { expectCommit: () => undefined, commit: () => undefined } }).open();
  const inbox = new Inbox({ share });
  inbox.start({
    line: (line, release) => {
      heard.push(line.length > 100 ? `${line.length} bytes` : line.toString());
      release?.();
    },
    empty: () => void heard.push(''),
    tooLong: ({ id }, why) => void heard.push(`${id ?? 'nobody'}: ${why}`),
    lost: (id) => void heard.push(`${id} is lost`),
  });
  const read = (create: () => WholeBody | EventStream) => {
    const body = new PassThrough();
    let outcome = 'open';
    const done = inbox.read(body, create()).then(
      () => (outcome = 'done'),
      (error: Error) => (outcome = error.message),
    );
    return { body, done, outcome: () => outcome };
  };
  return {
    inbox,
    heard,
    budget,
    readBody: () => read(() => new WholeBody(lines, (message) => inbox.deliver(message))),
    readEvents: () => read(() => new EventStream({ lines, onEvent: ({ data }) => data && inbox.deliver(data) })),
  };
}

describe('what comes for one session', () => {
  it.each([
    ['a body in one part', ['{"id":1}'], ['{"id":1}']],
    ['a body in many parts', '{"id":1}'.split(''), ['{"id":1}']],
    ['white space around it', ['\r\n {"id":\n1}', '\n\n'], ['{"id":\n1}']],
    ['no byte', [''], ['']],
    ['white space alone', ['\n'], ['']],
    ['a body that is too large', ['{"id":5,"x":"', 'x'.repeat(200), '"}'], ['5: the message is larger than 100 bytes']],
    ['one part that is too large', [`{"id":5,"x":"${'x'.repeat(200)}"}`], ['5: the message is larger than 100 bytes']],
  ])('is delivered as it came: %s', async (_, parts, expected) => {
    const { readBody, heard } = openInbox({ maxBytes: 100 });
    const { body, done } = readBody();
    for (const part of parts) if (part) body.write(part);
    body.end();
    await done;
    expect(heard).toEqual(expected);
  });

  it('is not read while anything holds it back', async () => {
    const { inbox, readEvents, readBody, heard } = openInbox();
    const first = readEvents();
    inbox.pause('receiver');
    inbox.pause('held up');
    const second = readBody();
    first.body.write('data: 1\n\n');
    second.body.end('2');
    await tick();
    inbox.resume('receiver');
    await tick();
    expect([heard, second.outcome()]).toEqual([[], 'open']);
    inbox.resume('held up');
    await tick();
    expect([heard.toSorted(), second.outcome()]).toEqual([['1', '2'], 'done']);
  });

  // Threat 27
  it('makes the other side wait while the session is behind', async () => {
    const { inbox, readEvents, heard } = openInbox();
    const { body } = readEvents();
    await tick();
    inbox.pause('held up');
    let written = 0;
    while (written < 100 && body.write('data: 12345678\n\n'.repeat(1000))) written++;
    await tick();
    expect([heard, body.readableLength > 0, written < 10]).toEqual([[], true, true]);
    inbox.resume('held up');
    await tick();
    expect(heard.length).toBeGreaterThan(0);
  });

  it('is read a slice at a time, each stream in its turn', async () => {
    const { readEvents, heard } = openInbox();
    readEvents().body.write('data: 1\n\n'.repeat(2000));
    readEvents().body.write('data: 2\n\n');
    while (heard.length < 2001) await new Promise((resolve) => setImmediate(resolve));
    expect(heard.indexOf('2')).toBeLessThan(200);
  });

  it('reports a stream that breaks once all before was delivered', async () => {
    const { readEvents, heard } = openInbox();
    const { body, done, outcome } = readEvents();
    body.write('data: 1\n\ndata: 2');
    await tick();
    body.destroy(new Error('cut'));
    await done;
    expect([heard, outcome()]).toEqual([['1'], 'cut']);
  });

  it('gives up a message that stays unfinished', async () => {
    const { inbox, readBody, heard } = openInbox();
    const { body, done } = readBody();
    body.write('{"id":7,');
    body.write('"x":');
    await tick();
    inbox.discardOlderThan(performance.now() + 1);
    body.end('1}');
    await done;
    expect(heard).toEqual(['7: the line was not finished in time']);
  });

  it('gives up a stream whose message never ends', async () => {
    const { inbox } = openInbox();
    const body = new PassThrough();
    const endless = {
      isBehind: false,
      skipped: 0,
      push: (chunk: Buffer) => {
        endless.skipped += 100 << 20;
        return chunk.length;
      },
      end: () => undefined,
      discardOlderThan: () => undefined,
      restartClock: () => undefined,
      close: () => undefined,
    };
    const outcome = inbox.read(body, endless).catch((error: Error) => error.message);
    for (const part of ['a', 'b', 'c']) {
      body.write(part);
      await tick();
    }
    expect(await outcome).toBe('the server sends a message without an end');
  });

  it('releases its budget when it is stopped, and delivers nothing more', async () => {
    const { inbox, readBody, heard, budget } = openInbox();
    const { body, done } = readBody();
    for (let parts = 0; parts < 12; parts++) {
      body.write('x'.repeat(50_000));
      await tick();
    }
    expect(budget.take(1 << 20)).toBe(false);
    inbox.stop();
    body.end('x');
    await done;
    expect([heard, budget.take(1 << 20)]).toEqual([[], true]);
  });
});
