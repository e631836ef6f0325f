import { text } from 'node:stream/consumers';
import { setImmediate as tick } from 'node:timers/promises';
import { ByteBudget, GuardError } from '@mcp-guard/core';
import { expect, it } from 'vitest';
import { openMemoryEnd } from '../../src/ends/memory.js';
import { Turns } from '../../src/ends/turns.js';

const GONE = new GuardError('UPSTREAM_UNAVAILABLE', 'the server has ended');

function open() {
  const share = new Turns({ delivery: { expectCommit: () => undefined, commit: () => undefined } }).open();
  const lines = { budget: new ByteBudget(2 ** 20), maxBytes: 2 ** 20 };
  const heard: string[] = [];
  const memory = openMemoryEnd({ label: 'memory', reason: GONE, share, lines });
  memory.end.start({
    line: (line) => void heard.push(line.toString()),
    empty: () => void heard.push(''),
    tooLong: (_, why) => void heard.push(why),
    lost: (id) => void heard.push(`${id} is lost`),
  });
  return { ...memory, heard };
}

it('an end in memory carries lines both ways', async () => {
  const { end, otherSide, heard } = open();
  const read = text(otherSide);
  otherSide.write('one\ntwo\n');
  end.send(Buffer.from('three'));
  otherSide.end();
  await end.inputEnded;
  end.endInput();
  expect(await read).toBe('three\n');
  await expect.poll(() => heard).toEqual(['one', 'two']);
});

it('an end in memory is full while the other side does not read, and drains when it does', async () => {
  const { end, otherSide } = open();
  let drained = 0;
  end.onDrained(() => drained++);
  const line = Buffer.alloc(64 * 1024, 'x');
  let sent = 0;
  while (sent < 100 && end.send(line)) {
    sent++;
    await tick();
  }
  expect([sent < 100, drained]).toEqual([true, 0]);
  otherSide.resume();
  await expect.poll(() => drained).toBeGreaterThan(0);
  otherSide.destroy();
});

it('an end in memory is gone, with the reason, when the other side is destroyed', async () => {
  const { end, otherSide } = open();
  otherSide.destroy();
  expect(await end.ended).toBe(GONE);
  expect(end.send(Buffer.from('late'))).toBe(true);
});

it('an end in memory delivers messages that were sent before it was closed', async () => {
  const { end, otherSide } = open();
  end.send(Buffer.from('last words'));
  await end.close();
  expect(await text(otherSide)).toBe('last words\n');
  await end.ended;
});
