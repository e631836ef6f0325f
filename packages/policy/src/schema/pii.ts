import { z } from 'zod';
import { uriPatterns } from './values.js';

/* Detection of personal data and secrets. This version reads it in order to refuse it with the right words. */

const action = z.enum(['block', 'redact', 'warn']);
const actions = z.strictObject({ request: action.optional(), response: action.optional() });

export const pii = z.strictObject({
  enabled: z.boolean().default(true),
  confidence_threshold: z.number().min(0).max(1).default(0.8),
  actions: z.record(z.string().min(1), actions).default({}),
  custom_types: z
    .record(
      z.string().min(1),
      z.strictObject({
        label: z.string().optional(),
        patterns: z.array(z.strictObject({ regex: z.string().min(1) })).min(1),
        actions: actions.optional(),
      }),
    )
    .default({}),
  hidden_text: z
    .strictObject({
      definitions: z.enum(['block', 'strip_invisible', 'strip', 'warn']).default('block'),
      results: z.enum(['block', 'strip_invisible', 'strip', 'warn']).default('strip_invisible'),
    })
    .prefault({}),
  exceptions: z
    .array(
      z.union([
        z.strictObject({ type: z.string().min(1), fingerprint: z.string().min(1) }),
        z.strictObject({ type: z.string().min(1), server: z.string().min(1), path: uriPatterns.element }),
      ]),
    )
    .default([]),
});

/** Asks for no inspection. */
export const isOff = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'enabled' in value && value.enabled === false;
