import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { shapeOf } from '../sections/layers.js';

export const serverPolicy = z.strictObject({
  locked: z
    .boolean()
    .default(false)
    .describe('in a base: ignores everything that a personal file says about this server')
    .register(loosens, { looser: 'false' }),
  ...shapeOf('ofServer'),
});

export const maxSessions = z
  .int()
  .min(1)
  .max(10_000)
  .default(32)
  .describe('the most connections of one user that are open at once')
  .register(loosens, { looser: 'more' });

export const role = z.strictObject({
  ...shapeOf('ofRole'),
  users: z
    .array(z.string().min(1, 'a user has a name'))
    .default([])
    .describe('in the mode os: the users with this role')
    .register(loosens, { looser: 'fewer entries' }),
});

export type ServerPolicy = z.output<typeof serverPolicy>;
