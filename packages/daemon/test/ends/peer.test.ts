import { PassThrough, Writable } from 'node:stream';
import { ByteBudget, type LineReaderOptions } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { Peer } from '../../src/ends/peer.js';
import { Turns } from '../../src/ends/turns.js';

/** Until what came was looked at, in a turn of its own. */
const tick = async (): Promise<void> => {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
};

function startPeer(output: Writable = new PassThrough()) {
  const input = new PassThrough();
  const heard: string[] = [];
  const budget = new ByteBudget(1 << 20);
  const lines: LineReaderOptions = {
    maxBytes: 1 << 16,
    budget,
    onLine: (line) => void heard.push(line.toString()),
    onDiscarded: ({ id }, why) => void heard.push(`${id ?? 'nobody'}: ${why}`),
  };
  const peer = new Peer(input, output, lines, new Turns({ commit: () => undefined }).open());
  return { peer, input, output, heard, budget };
}

describe('one end of a session', () => {
  it('gives out whole lines, those that came before it began too', async () => {
    const { peer, input, heard } = startPeer();
    peer.start(Buffer.from('one\ntw'));
    input.write('o\nthree');
    await tick();
    expect(heard).toEqual(['one', 'two']);
  });

  it('gives up a line that stays unfinished, and goes on with the next', async () => {
    const { peer, input, heard } = startPeer();
    peer.start(Buffer.from('{"id":7,"method":"x",'));
    await tick();
    const later = performance.now() + 1;
    peer.discardOlderThan(later);
    input.write('"params":{}}\n{}\n');
    await tick();
    expect(heard).toEqual(['7: the line was not finished in time', '{}']);
  });

  it('keeps an unfinished line that is younger, or that it did not go on to read itself', async () => {
    const { peer, input, heard } = startPeer();
    peer.start(Buffer.from('sta'));
    await tick();
    peer.discardOlderThan(performance.now() - 1000);
    peer.pause('receiver');
    peer.discardOlderThan(performance.now() + 1);
    peer.resume('receiver');
    input.write('rt\n');
    await tick();
    expect(heard).toEqual(['start']);
  });

  it('does not read while anything holds it back', async () => {
    const { peer, input, heard } = startPeer();
    peer.start(Buffer.alloc(0));
    peer.pause('receiver');
    peer.pause('unread');
    peer.resume('receiver');
    input.write('one\n');
    await tick();
    expect(heard).toEqual([]);
    peer.resume('unread');
    await tick();
    expect(heard).toEqual(['one']);
  });

  it('writes what one turn brought at once', async () => {
    const written: string[] = [];
    const output = new Writable({
      write: (chunk: Buffer, _, done) => done(void written.push(chunk.toString())),
      writev: (chunks, done) =>
        done(void written.push(Buffer.concat(chunks.map(({ chunk }) => Buffer.from(chunk))).toString())),
    });
    const { peer } = startPeer(output);
    peer.send(Buffer.from('one'));
    peer.send(Buffer.alloc(20_000, 'x'));
    peer.send(Buffer.from('two'));
    await tick();
    expect(written).toEqual([`one\n${'x'.repeat(20_000)}\ntwo\n`]);
  });

  it('is not read from while it leaves our own answers unread', async () => {
    const stuck: (() => void)[] = [];
    const output = new Writable({ highWaterMark: 1, write: (_, __, done) => void stuck.push(() => done()) });
    const { peer, input, heard } = startPeer(output);
    peer.start(Buffer.alloc(0));
    peer.send(Buffer.alloc(17 * 2 ** 20));
    await tick();
    input.write('more\n');
    await tick();
    expect(heard).toEqual([]);
    while (stuck.length > 0) {
      stuck.shift()?.();
      await tick();
    }
    expect(heard).toEqual(['more']);
  });

  it('gives back what it held when it is closed, and hears nothing more', async () => {
    const { peer, input, heard, budget } = startPeer();
    peer.start(Buffer.from('unfinished'));
    await tick();
    expect(budget.take(1 << 20)).toBe(false);
    peer.close();
    input.write(' line\n');
    await tick();
    expect([heard, budget.take(1 << 20)]).toEqual([[], true]);
  });

  it('writes nothing to an end that is gone', () => {
    const output = new PassThrough();
    const { peer } = startPeer(output);
    output.destroy();
    expect(() => peer.send(Buffer.from('x'))).not.toThrow();
  });
});

// Threat 27
describe('an end that writes without pause', () => {
  const LINES = 10_000;

  it('is read a slice at a time, each in a turn of its own', async () => {
    const { peer, heard } = startPeer();
    peer.start(Buffer.from('x\n'.repeat(LINES)));
    const seen: number[] = [];
    while (heard.length < LINES) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(heard.length);
    }
    const steps = seen.map((count, index) => count - (seen[index - 1] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(64 * 64);
    expect(heard).toHaveLength(LINES);
  });

  it('is not read from while what it wrote was not looked at', async () => {
    const { peer, input } = startPeer();
    peer.start(Buffer.alloc(0));
    peer.pause('held up');
    peer.resume('held up');
    const chunk = Buffer.from('x\n'.repeat(32 * 1024));
    let isTaken = true;
    for (let chunks = 0; chunks < 100 && isTaken; chunks++) isTaken = input.write(chunk);
    await new Promise((resolve) => process.nextTick(resolve));
    expect(isTaken).toBe(false);
    await tick();
    expect(peer.isDrained).toBe(false);
  });

  it('is held up within what it wrote at once: no line behind it is looked at', async () => {
    const { peer, heard } = startPeer();
    const [first, ...rest] = ['one', 'two', 'three'];
    peer.start(Buffer.from(`${[first, ...rest].join('\n')}\n`));
    peer.pause('held up');
    await tick();
    expect(heard).toEqual([]);
    peer.resume('held up');
    await tick();
    expect(heard).toEqual([first, ...rest]);
  });
});
