import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlBytes, fromControl, toControl } from '@mcp-guard/core';

describe('control data', () => {
  it('has the layout of the kernel', () => {
    const expected = '140000000000000001000000010000000700000000000000';
    expect(toControl([7]).toString('hex')).toBe(expected);
    expect(controlBytes(2)).toBe(24);
  });

  it('brings the descriptors that were put into it', () => {
    const descriptors = fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { maxLength: 8 });
    fc.assert(
      fc.property(descriptors, (given) => {
        expect(fromControl(toControl(given))).toEqual(given);
      }),
    );
  });

  it.each([
    ['nothing', Buffer.alloc(24)],
    ['something else than descriptors', Buffer.from('180000000000000001000000020000000100000002000000', 'hex')],
  ])('with %s brings none', (_, control) => {
    expect(fromControl(control)).toEqual([]);
  });

  it('that claims to be longer than it is brings what is there', () => {
    const control = toControl([3, 4]);
    control.writeBigUInt64LE(2n ** 40n, 0);
    expect(fromControl(control)).toEqual([3, 4]);
  });
});
