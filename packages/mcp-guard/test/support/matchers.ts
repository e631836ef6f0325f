import { expect } from 'vitest';

// vitest types its matchers as `any`, which would spread into whatever holds them.
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
/** A rule of the configuration with its line and column. */
export const ruleAt = (place: string): unknown =>
  expect.stringMatching(
    new RegExp(`^mcp-guard\\.yaml:\\d+:\\d+ ${place.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`, 'u'),
  );
export const anArray = (): unknown => expect.any(Array);
