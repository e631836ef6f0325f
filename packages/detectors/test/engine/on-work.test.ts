import { describe, expect, it } from 'vitest';
import { scan, type OnWork } from '../../src/index.js';

const CARD = '4111 1111 1111 1111';

/** The work that a scan reports. */
function workOf(value: string | readonly string[]): number {
  let work = 0;
  scan([...(typeof value === 'string' ? [value] : value)], {
    threshold: 0.5,
    onWork: (characters) => (work += characters),
  });
  return work;
}

describe('the work of a scan', () => {
  it('the reported work is each text, and each reading of one', () => {
    const text = 'lorem ipsum '.repeat(100);
    expect(workOf(text)).toBe(text.length);
    const encoded = Buffer.from(text).toString('base64');
    expect(workOf(encoded)).toBeGreaterThan(encoded.length + text.length);
  });

  it('doubles with the texts and with what is found', () => {
    const some = Array.from({ length: 50 }, () => CARD);
    expect(workOf(some)).toBeGreaterThan(50 * CARD.length);
    expect(workOf([...some, ...some])).toBe(2 * workOf(some));
  });

  it('onWork is called within a text in which rules look again and again', () => {
    const reported: number[] = [];
    scan(`${CARD} `.repeat(1000), { threshold: 0.5, onWork: (characters) => reported.push(characters) });
    expect(reported.filter((characters) => characters === 0).length).toBeGreaterThan(10);
  });
});

describe('a scan that is ended', () => {
  const stop = (after: number): OnWork => {
    let left = after;
    return () => {
      if (--left < 0) throw new Error('enough');
    };
  };

  it.each([0, 1, 2, 5, 20])('after %i steps leaves nothing behind for the next one', (after) => {
    const value = [`${CARD} `.repeat(300), Buffer.from(`mail a@b.example.com ${CARD}`).toString('base64')];
    const options = { threshold: 0.5, hidden: true };
    const before = scan(value, options);
    expect(() => scan(value, { ...options, onWork: stop(after) })).toThrow('enough');
    expect(scan(value, options)).toEqual(before);
  });
});
