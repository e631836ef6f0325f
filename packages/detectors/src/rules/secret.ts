import type { Detector, Rule } from '../detector.js';

/** As many vendors use it for secrets. */
export const UUID: RegExp = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** A type of credentials. */
export const secret = (id: string, title: string, ...rules: readonly Rule[]): Detector => ({
  id,
  title,
  group: 'secret',
  rules,
});
