import { describe, expect, it } from 'vitest';
import { scan } from '../../src/index.js';

const TEXT = 'ssn: 856-45-6789 from 83.12.44.9, 2001:db8::8a2e:370:7334 and 3c-5a-b4-01-9e-f2 for ada@example-mail.org';
const find = (skipNetwork: boolean): readonly string[] =>
  scan(TEXT, { threshold: 0.8, skipNetwork }).map(({ type }) => type);

describe('without the addresses of machines', () => {
  it('all else is found, whichever was asked for first', () => {
    const without = find(true);
    const all = find(false);
    expect(without.toSorted()).toEqual(['email', 'ssn']);
    expect(all.toSorted()).toEqual(['email', 'ipv4', 'ipv6', 'mac_address', 'ssn']);
    expect(find(true)).toEqual(without);
    expect(find(false)).toEqual(all);
  });
});
