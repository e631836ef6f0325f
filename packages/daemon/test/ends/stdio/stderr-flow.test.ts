import { StderrTail } from '@mcp-guard/core/launch';
import { mask } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { StderrFlow } from '../../../src/ends/stdio/stderr-flow.js';

const KB = 1024;

/** A flow whose slices and clock only the test moves. */
function startFlow(secrets: readonly string[] = []) {
  const clock = { now: 0 };
  const slices: (() => void)[] = [];
  const logged: string[] = [];
  const tail = new StderrTail(secrets, mask);
  const flow = new StderrFlow({
    tail,
    share: { ask: (work) => void slices.push(work), hasTime: true },
    log: (text) => void logged.push(text),
    onDone: () => undefined,
    now: () => clock.now,
  });
  return {
    clock,
    tail,
    logged,
    /** Returns how many slices it took. */
    write(text: string): number {
      let count = 0;
      flow.take(text);
      for (; slices.length > 0; count++) slices.shift()?.();
      return count;
    },
    get text() {
      return logged.join('');
    },
  };
}

describe('the standard error of a server', () => {
  it('is searched in small slices', () => {
    const { write, logged } = startFlow();
    const text = 'x\n'.repeat(32 * KB);
    expect(write(text)).toBe(8);
    expect(logged.join('')).toBe(text);
    expect(Math.max(...logged.map(({ length }) => length))).toBeLessThanOrEqual(8 * KB);
  });

  it('is logged whole if the server writes slowly', () => {
    const { write, clock, text, logged } = startFlow();
    const second = 'a line of sixty-four characters, as an honest server writes them\n'.repeat(1000);
    for (let count = 0; count < 60; count++) {
      write(second);
      clock.now += 1000;
    }
    expect(text).not.toContain('dropped');
    expect(logged.join('')).toBe(second.repeat(60));
  });

  it('is dropped and counted above a rate, and goes on with a whole line', () => {
    const started = startFlow();
    for (let count = 0; count < 100; count++) started.write('flood\n'.repeat(10 * KB));
    const kept = started.text.length;
    expect(kept).toBeLessThanOrEqual(512 * KB);
    started.clock.now += 1000;
    started.write('half of a line\nback again\n');
    const [notice, ...rest] = started.text.slice(kept).split('\n');
    expect(notice).toMatch(/^mcp-guard: \d+ characters were dropped: the server writes too much/u);
    const dropped = Number(/\d+/u.exec(notice ?? '')?.[0]);
    expect(Math.abs(100 * 60 * KB - kept - dropped)).toBeLessThan('flood\n'.length);
    expect(rest).toEqual(['half of a line', 'back again', '']);
  });

  it('is reported by its last lines even if they were dropped', () => {
    const { write, tail } = startFlow(['s3cr3t-t0ken']);
    for (let count = 0; count < 20; count++) write('flood\n'.repeat(10 * KB));
    write('the disk is full\ncannot go on with s3cr3t-t0ken\n');
    expect(tail.lastLines()).toBe('the disk is full / cannot go on with [REDACTED]');
  });

  it('shows no half of a secret before and after a drop', () => {
    const started = startFlow(['s3cr3t-t0ken']);
    for (let count = 0; count < 20; count++) started.write('flood\n'.repeat(10 * KB));
    started.write('now s3cr3t-');
    started.clock.now += 1000;
    started.write('t0ken is cut\nnext\n');
    expect(started.tail.lastLines()).not.toMatch(/s3cr|t0ken/u);
    expect(started.text).not.toMatch(/s3cr|t0ken/u);
    expect(started.text.endsWith('\nnext\n')).toBe(true);
  });
});
