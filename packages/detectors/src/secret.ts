import type { Detector, Rule } from './detector.js';

/** A type of credentials. */
export const secret = (id: string, title: string, ...rules: readonly Rule[]): Detector => ({
  id,
  title,
  group: 'secret',
  rules,
});
