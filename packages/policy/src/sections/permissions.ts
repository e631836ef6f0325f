import { NEEDED_METHODS } from '@mcp-guard/core';
import { z } from 'zod';
import { argumentRule } from './argument-rule.js';
import { loosens } from '../keys/loosens.js';
import { namePattern, namePatterns, uriPatterns } from '../keys/values.js';
import type { Section } from './section.js';

const allowed = (patterns: typeof namePatterns, what: string) =>
  patterns.nullable().default(null).describe(`${what}; null means all`).register(loosens, { looser: 'more entries' });
const denied = (patterns: typeof namePatterns, what: string) =>
  patterns
    .default([])
    .describe(`${what} that are hidden and refused, also where they are allowed`)
    .register(loosens, { looser: 'fewer entries' });

const methodPatterns = z.array(
  namePattern.refine((name) => !NEEDED_METHODS.has(name), 'no session can do without this method'),
);

const schema = z
  .strictObject({
    allowed_tools: allowed(namePatterns, 'tools that may be used'),
    denied_tools: denied(namePatterns, 'tools'),
    allowed_resources: allowed(uriPatterns, 'URIs that may be read'),
    denied_resources: denied(uriPatterns, 'URIs'),
    allowed_prompts: allowed(namePatterns, 'prompts that may be used'),
    denied_prompts: denied(namePatterns, 'prompts'),
    allowed_methods: allowed(methodPatterns, 'methods that a client may use'),
    denied_methods: methodPatterns
      .default([])
      .describe(
        'methods that are refused, also where they are allowed: `completion/complete`, `resources/subscribe`, `events/*`',
      )
      .register(loosens, { looser: 'fewer entries' }),
    arguments: z
      .array(argumentRule)
      .default([])
      .describe('rules about the arguments of tools; all rules for a tool bind')
      .register(loosens, { looser: 'fewer entries' }),
    require_approval: namePatterns
      .default([])
      .describe('tools whose calls always need an approval')
      .register(loosens, { looser: 'fewer entries' }),
  })
  .prefault({})
  .describe('tools, resources and prompts that may be used, as patterns');

/** Which tools, resources and prompts may be used, and with which arguments. */
export const permissions = { ofServer: schema, ofRole: schema } satisfies Section;

type Permissions = z.output<typeof schema>;

export const hasAllowList = (lists: Permissions): boolean =>
  lists.allowed_tools !== null || lists.allowed_resources !== null || lists.allowed_prompts !== null;
