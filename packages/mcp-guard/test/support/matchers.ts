import { expect } from 'vitest';

// vitest types its matchers as `any`, which would spread into whatever holds them.
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const anArray = (): unknown => expect.any(Array);
