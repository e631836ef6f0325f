import { scan } from '../../src/engine/scan.js';
import type { Case } from '../support/doubling.ts';

const OPTIONS = { threshold: 0.5, hidden: true };

/** All that is looked for, in a text of some length. */
export const flood = (name: string, size: number, write: (length: number) => string, key = 'text'): Case => ({
  name,
  size,
  prepare: (length) => {
    const value = { [key]: write(length) };
    return () => void scan(value, OPTIONS);
  },
});
