import { z } from 'zod';
import { count, frequency } from './frequency.js';
import { loosens } from '../keys/loosens.js';
import type { Section } from './section.js';

export const sampling = {
  ofServer: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe('whether the server may ask the client’s model')
        .register(loosens, { looser: 'true' }),
      max_tokens: z
        .int()
        .min(1)
        .nullable()
        .default(null)
        .describe('the most that it may ask for; more is cut to this')
        .register(loosens, { looser: 'more' }),
      rate_limit: z
        .union([count, frequency])
        .nullable()
        .default(null)
        .describe('how often: a number a minute, or requests_per_minute and requests_per_hour')
        .register(loosens, { looser: 'more' }),
      audit: z
        .enum(['basic', 'verbose'])
        .default('basic')
        .describe('verbose also records what was asked for, without texts')
        .register(loosens, { looser: ['verbose', 'basic'] }),
    })
    .prefault({})
    .describe('requests of the server to your model'),
} satisfies Section;
