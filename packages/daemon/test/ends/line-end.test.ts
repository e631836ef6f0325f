import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { ByteBudget } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { LineEnd } from '../../src/ends/line-end.js';
import { Turns } from '../../src/ends/turns.js';

/** Until what came was looked at, in a turn of its own. */
const tick = async (): Promise<void> => {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
};

interface Given {
  readonly output?: Writable;
  readonly first?: string;
  readonly endInput?: () => void;
}

function openEnd({ output = new PassThrough(), first, endInput = () => undefined }: Given = {}) {
  const input = new PassThrough();
  const heard: string[] = [];
  const budget = new ByteBudget(1 << 20);
  const end = new LineEnd({
    label: 'test',
    input,
    output,
    first: Buffer.from(first ?? ''),
    share: new Turns({ delivery: { expectCommit: () => undefined, commit: () => undefined } }).open(),
    lines: { budget, maxBytes: 2 << 20 },
    ended: new Promise(() => undefined),
    endInput,
    close: () => Promise.resolve(),
  });
  const start = (): void =>
    end.start({
      line: (line) => void heard.push(line.toString()),
      empty: () => void heard.push(''),
      tooLong: ({ id }, why) => void heard.push(`${id ?? 'nobody'}: ${why}`),
      lost: (id) => void heard.push(`${id} is lost`),
    });
  return { end, start, input, output, heard, budget };
}

describe('one end of a session', () => {
  it('delivers whole lines, including those that came before it started', async () => {
    const { start, input, heard } = openEnd({ first: 'one\ntw' });
    start();
    input.write('o\nthree');
    await tick();
    expect(heard).toEqual(['one', 'two']);
  });

  it('gives up a line that stays unfinished, and goes on with the next', async () => {
    const { end, start, input, heard } = openEnd({ first: '{"id":7,"method":"x",' });
    start();
    await tick();
    const later = performance.now() + 1;
    end.discardOlderThan(later);
    input.write('"params":{}}\n{}\n');
    await tick();
    expect(heard).toEqual(['7: the line was not finished in time', '{}']);
  });

  it('keeps an unfinished line that is younger, or that it stopped reading itself', async () => {
    const { end, start, input, heard } = openEnd({ first: 'sta' });
    start();
    await tick();
    end.discardOlderThan(performance.now() - 1000);
    end.pause('receiver');
    end.discardOlderThan(performance.now() + 1);
    end.resume('receiver');
    input.write('rt\n');
    await tick();
    expect(heard).toEqual(['start']);
  });

  it('does not read while anything holds it back', async () => {
    const { end, start, input, heard } = openEnd();
    start();
    end.pause('receiver');
    end.pause('unread');
    end.resume('receiver');
    input.write('one\n');
    await tick();
    expect(heard).toEqual([]);
    end.resume('unread');
    await tick();
    expect(heard).toEqual(['one']);
  });

  it('writes the messages of one turn together', async () => {
    const written: string[] = [];
    const output = new Writable({
      write: (chunk: Buffer, _, done) => done(void written.push(chunk.toString())),
      writev: (chunks, done) =>
        done(void written.push(Buffer.concat(chunks.map(({ chunk }) => Buffer.from(chunk))).toString())),
    });
    const { end } = openEnd({ output });
    end.send(Buffer.from('one'));
    end.send(Buffer.alloc(20_000, 'x'));
    end.send(Buffer.from('two'));
    await tick();
    expect(written).toEqual([`one\n${'x'.repeat(20_000)}\ntwo\n`]);
  });

  it('is not read from while it leaves responses unread', async () => {
    const stuck: (() => void)[] = [];
    const output = new Writable({ highWaterMark: 1, write: (_, __, done) => void stuck.push(() => done()) });
    const { end, start, input, heard } = openEnd({ output });
    start();
    end.send(Buffer.alloc(17 * 2 ** 20));
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

  it('releases its budget when it is stopped, and delivers nothing more', async () => {
    const { end, start, input, heard, budget } = openEnd({ first: 'x'.repeat(1.5 * 2 ** 20) });
    start();
    await tick();
    expect(budget.take(1 << 20)).toBe(false);
    end.stop();
    input.write(' line\n');
    await tick();
    expect([heard, budget.take(1 << 20)]).toEqual([[], true]);
  });

  it('writes to a socket that is not read from in order, without a gap, and all of it before its end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-line-end-'));
    const server = createServer({ allowHalfOpen: true }).listen(join(folder, 'socket'));
    const output = connect(join(folder, 'socket'));
    const [theirs] = await once(server, 'connection');
    const { end } = openEnd({ output, endInput: () => output.end() });
    const sent: string[] = [];
    for (let turn = 0; turn < 60; turn++) {
      // Some are longer than what is put together, and together they are more than the system takes.
      for (const length of [1, 300, 70_000, 9000]) {
        sent.push(String(sent.length).padEnd(length, '.'));
        end.send(Buffer.from(sent.at(-1) ?? ''));
      }
      await tick();
    }
    expect(output.writableLength).toBeGreaterThan(0);
    sent.push('last');
    end.send(Buffer.from('last'));
    end.endInput();
    let read = '';
    theirs.on('data', (chunk: Buffer) => (read += chunk.toString()));
    await once(theirs, 'end');
    expect(read.split('\n')).toEqual([...sent, '']);
    theirs.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('writes nothing to an end that is gone', () => {
    const output = new PassThrough();
    const { end } = openEnd({ output });
    output.destroy();
    expect(() => end.send(Buffer.from('x'))).not.toThrow();
  });
});

// Threat 27
describe('an end that writes without pause', () => {
  const LINES = 10_000;

  it('is read a slice at a time, each in a turn of its own', async () => {
    const { start, heard } = openEnd({ first: 'x\n'.repeat(LINES) });
    start();
    const seen: number[] = [];
    while (heard.length < LINES) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(heard.length);
    }
    const steps = seen.map((count, index) => count - (seen[index - 1] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(64 * 64);
    expect(heard).toHaveLength(LINES);
  });

  it('is not read from while its earlier lines are unprocessed', async () => {
    const { end, start, input } = openEnd();
    start();
    end.pause('held up');
    end.resume('held up');
    const chunk = Buffer.from('x\n'.repeat(32 * 1024));
    let isTaken = true;
    for (let chunks = 0; chunks < 100 && isTaken; chunks++) isTaken = input.write(chunk);
    await new Promise((resolve) => process.nextTick(resolve));
    expect(isTaken).toBe(false);
    await tick();
    expect(end.hasUnheard).toBe(true);
  });

  it('is held up in the middle of one write: later lines stay unprocessed', async () => {
    const lines = ['one', 'two', 'three'];
    const { end, start, heard } = openEnd({ first: `${lines.join('\n')}\n` });
    start();
    end.pause('held up');
    await tick();
    expect(heard).toEqual([]);
    end.resume('held up');
    await tick();
    expect(heard).toEqual(lines);
  });
});
