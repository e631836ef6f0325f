import { z } from 'zod';
import { frequency, limits } from './frequency.js';
import { loosens } from '../keys/loosens.js';
import { namePattern } from '../keys/values.js';
import type { Section } from './section.js';

const schema = z.strictObject({
  ...limits,
  tool_limits: z
    .record(namePattern, frequency)
    .default({})
    .describe('limits of single tools, by pattern; the tools that one pattern matches share its limit')
    .register(loosens, { looser: 'fewer entries' }),
});

/** How many requests pass. */
export const rateLimit = {
  ofServer: schema.prefault({}).describe('how often a user may ask this server'),
  ofRole: schema.prefault({}).describe('how often a user with this role may ask all servers together'),
} satisfies Section;
