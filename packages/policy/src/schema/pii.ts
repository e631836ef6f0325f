import { z } from 'zod';
import { uriPatterns } from './values.js';

/* Detection of personal data and secrets. This version reads it in order to refuse it with the right words. */

const action = z.enum(['block', 'redact', 'warn']);
const actions = z.strictObject({
  request: action.optional().describe('in what goes to the server'),
  response: action.optional().describe('in what comes from the server'),
});

const hiddenText = z.enum(['block', 'strip_invisible', 'strip', 'warn']);
const type = z.string().min(1).describe('the type of finding');

export const pii = z.strictObject({
  enabled: z.boolean().default(true).describe('whether messages are searched'),
  confidence_threshold: z.number().min(0).max(1).default(0.8).describe('how sure a finding must be to count'),
  actions: z.record(z.string().min(1), actions).default({}),
  custom_types: z
    .record(
      z.string().min(1),
      z.strictObject({
        label: z.string().optional().describe('what people call it'),
        patterns: z
          .array(z.strictObject({ regex: z.string().min(1).describe('an expression (linear engine)') }))
          .min(1),
        actions: actions.optional(),
      }),
    )
    .default({}),
  hidden_text: z
    .strictObject({
      definitions: hiddenText.default('block').describe('in the definitions of tools'),
      results: hiddenText.default('strip_invisible').describe('in everything else that a model reads'),
    })
    .prefault({}),
  exceptions: z
    .array(
      z.union([
        z.strictObject({ type, fingerprint: z.string().min(1).describe('of the one value that is meant') }),
        z.strictObject({
          type,
          server: z.string().min(1).describe('name of the server'),
          path: uriPatterns.element.describe('where in its messages'),
        }),
      ]),
    )
    .default([]),
});

/** Asks for no inspection. */
export const isOff = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'enabled' in value && value.enabled === false;
