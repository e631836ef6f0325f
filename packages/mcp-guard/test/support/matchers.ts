import { expect } from 'vitest';

// vitest types its matchers as `any`, which would spread into whatever holds them.
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
/** A rule with its line and column, or a default. */
export const ruleAt = (place: string): unknown =>
  expect.stringMatching(
    new RegExp(
      `^(?:mcp-guard\\.yaml:\\d+:\\d+|default:) ${place.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`,
      'u',
    ),
  );
export const anArray = (): unknown => expect.any(Array);
