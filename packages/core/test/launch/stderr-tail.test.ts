import { describe, expect, it } from 'vitest';
import { StderrTail } from '../../src/launch/stderr-tail.js';

const openTail = (secrets: readonly string[]): StderrTail =>
  new StderrTail(secrets, (text) => text.replaceAll('other-secret', '[MASKED]'));

describe('what a server writes to its standard error', () => {
  it('goes on in whole lines', () => {
    const tail = openTail([]);
    expect(['sta', 'rting\nrea', 'dy\n'].map((text) => tail.push(text))).toEqual(['', 'starting\n', 'ready\n']);
  });

  it.each([
    ['terminal sequences', 'a\u001b[2Jb\u001b]52;c;cGF5\u0007c', 'a [2Jb ]52;c;cGF5 c'],
    ['carriage returns', 'all good\rfailed', 'all good failed'],
    ['C1 controls', 'a\u009b31mb', 'a 31mb'],
    ['marks of direction', 'a\u202egnp.exe', 'a gnp.exe'],
    ['a NUL', 'a\0b', 'a b'],
  ])('loses %s', (_, written, logged) => {
    expect(openTail([]).push(`${written}\n`)).toBe(`${logged}\n`);
  });

  it('keeps tabs', () => {
    expect(openTail([]).push('a\tb\n')).toBe('a\tb\n');
  });

  it('loses the secrets that the server was given, also where they come in pieces', () => {
    const tail = openTail(['s3cr3t-t0ken']);
    const logged = ['turned on with s3cr3', 't-t0ken, twice s3cr3t-t0ken\n'].map((text) => tail.push(text)).join('');
    expect(logged).toBe('turned on with [REDACTED], twice [REDACTED]\n');
    expect(tail.lastLines()).not.toContain('s3cr3t');
  });

  it('is not shown at all where there are too many secrets to look for', () => {
    const tail = openTail(Array.from({ length: 257 }, (_, n) => `secret-${n}`));
    expect(tail.push('secret-7 and more\n\n')).toBe('[REDACTED]\n\n');
    tail.push('x'.repeat(5000) + ' secret-8');
    expect(tail.lastLines()).toBe('[REDACTED] / [REDACTED]');
  });

  it('is reported by its last lines, those without an end too', () => {
    const tail = openTail(['s3cr3t-t0ken']);
    tail.push('one\n\ntwo\n  three\nfour s3cr3t-t0ken');
    expect(tail.lastLines()).toBe('two / three / four [REDACTED]');
  });

  it('is bounded: a line without an end, and what is shown of it', () => {
    const tail = openTail([]);
    const line = 'x'.repeat(5000);
    expect(tail.push(line)).toBe(`${line}\n`);
    expect(tail.lastLines()).toBe('x'.repeat(400));
  });

  it('loses a secret also where a line without an end is cut', () => {
    const tail = openTail(['s3cr3t-t0ken']);
    const logged = [`${'x'.repeat(4090)}s3cr3t-`, 't0ken\n'].map((text) => tail.push(text)).join('');
    expect(logged.replaceAll(/x+|\n/gu, '')).toBe('[REDACTED]');
  });

  it('loses a secret that is longer than the longest line', () => {
    const secret = 's3cr3t'.repeat(1000);
    const tail = openTail([secret]);
    const logged = [secret.slice(0, 5000), `${secret.slice(5000)}\n`].map((text) => tail.push(text)).join('');
    expect(logged).toBe('[REDACTED]\n');
  });

  it('loses secrets that only the mask knows', () => {
    const tail = openTail([]);
    expect(tail.push('an other-secret here\n')).toBe('an [MASKED] here\n');
    expect(tail.lastLines()).toBe('an [MASKED] here');
  });
});

describe('what is kept for the last lines only', () => {
  it('is shown whole where nothing of it was lost', () => {
    const tail = openTail(['s3cr3t-t0ken']);
    tail.skip('no lic');
    tail.skip('ence for s3cr3t-t0ken');
    expect(tail.lastLines()).toBe('no licence for [REDACTED]');
  });

  it('shows no half of a secret where its beginning was lost', () => {
    const secret = 's3cr3t-t0ken'.repeat(8);
    const tail = openTail([secret]);
    tail.skip(secret + 'x'.repeat(4096 - 20) + '\nlast line\n');
    expect(tail.lastLines()).toBe('last line');
  });

  it('shows no rest of a line whose beginning was logged', () => {
    const tail = openTail([]);
    tail.push('x'.repeat(5000));
    tail.skip('rest\nnext\n');
    expect(tail.lastLines()).toBe('x'.repeat(400));
    tail.skip('a\nb\nc\n');
    expect(tail.lastLines()).toBe('a / b / c');
  });
});
