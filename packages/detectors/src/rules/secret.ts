import type { Detector, Rule } from '../detector.js';

/** As many vendors use it for secrets, in either case: RFC 9562, section 4. */
export const UUID: RegExp = /[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/;

/** A type of credentials. */
export const secret = (id: string, title: string, ...rules: readonly Rule[]): Detector => ({
  id,
  title,
  group: 'secret',
  rules,
});
