import { describe, expect, it } from 'vitest';
import { StderrTail } from '../../../src/ends/stdio/stderr-tail.js';

describe('what a server writes to its standard error', () => {
  it('goes on in whole lines', () => {
    const tail = new StderrTail([]);
    expect(['sta', 'rting\nrea', 'dy\n'].map((text) => tail.push(text))).toEqual(['', 'starting\n', 'ready\n']);
  });

  it.each([
    ['terminal sequences', 'a\u001b[2Jb\u001b]52;c;cGF5\u0007c', 'a [2Jb ]52;c;cGF5 c'],
    ['carriage returns', 'all good\rfailed', 'all good failed'],
    ['C1 controls', 'a\u009b31mb', 'a 31mb'],
    ['marks of direction', 'a\u202egnp.exe', 'a gnp.exe'],
    ['a NUL', 'a\0b', 'a b'],
  ])('loses %s', (_, written, logged) => {
    expect(new StderrTail([]).push(`${written}\n`)).toBe(`${logged}\n`);
  });

  it('keeps tabs', () => {
    expect(new StderrTail([]).push('a\tb\n')).toBe('a\tb\n');
  });

  it('loses the secrets that the server was given, also where they come in pieces', () => {
    const tail = new StderrTail(['s3cr3t-t0ken']);
    const logged = ['turned on with s3cr3', 't-t0ken, twice s3cr3t-t0ken\n'].map((text) => tail.push(text)).join('');
    expect(logged).toBe('turned on with [REDACTED], twice [REDACTED]\n');
    expect(tail.lastLines()).not.toContain('s3cr3t');
  });

  it('is not told at all where there are too many secrets to look for', () => {
    const tail = new StderrTail(Array.from({ length: 257 }, (_, n) => `secret-${n}`));
    expect(tail.push('secret-7 and more\n\n')).toBe('[REDACTED]\n\n');
    tail.push('x'.repeat(5000) + ' secret-8');
    expect(tail.lastLines()).toBe('[REDACTED] / [REDACTED]');
  });

  it('is told by its last lines, those without an end too', () => {
    const tail = new StderrTail(['s3cr3t-t0ken']);
    tail.push('one\n\ntwo\n  three\nfour s3cr3t-t0ken');
    expect(tail.lastLines()).toBe('two / three / four [REDACTED]');
  });

  it('is bounded: a line without an end, and what is told of it', () => {
    const tail = new StderrTail([]);
    const line = 'x'.repeat(5000);
    expect(tail.push(line)).toBe(`${line}\n`);
    expect(tail.lastLines()).toBe('x'.repeat(400));
  });

  it('loses a secret also where a line without an end is cut', () => {
    const tail = new StderrTail(['s3cr3t-t0ken']);
    const logged = [`${'x'.repeat(4090)}s3cr3t-`, 't0ken\n'].map((text) => tail.push(text)).join('');
    expect(logged.replaceAll(/x+|\n/gu, '')).toBe('[REDACTED]');
  });
});
