import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { shapeOf } from '../sections/layers.js';

export const serverPolicy = z.strictObject({
  locked: z
    .boolean()
    .default(false)
    .describe('in a base: nothing that a personal file says counts for this server')
    .register(loosens, { looser: 'false' }),
  ...shapeOf('ofServer'),
});

export const maxSessions = z
  .int()
  .min(1)
  .max(10_000)
  .default(32)
  .describe('open connections per user')
  .register(loosens, { looser: 'more' });

export const role = z.strictObject({
  ...shapeOf('ofRole'),
  users: z
    .array(z.string().min(1, 'a user has a name'))
    .default([])
    .describe('in os mode: who has this role')
    .register(loosens, { looser: 'fewer entries' }),
});

export type ServerPolicy = z.output<typeof serverPolicy>;
