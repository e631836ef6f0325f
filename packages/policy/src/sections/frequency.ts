import { z } from 'zod';
import { loosens } from '../keys/loosens.js';

export const count = z.int().min(0, 'a limit is not negative').max(1_000_000_000);

const limit = (what: string) =>
  count.nullable().default(null).describe(`${what}; null means no limit`).register(loosens, { looser: 'more' });

export const limits = {
  requests_per_minute: limit('refilled evenly over the minute'),
  requests_per_hour: limit('refilled evenly over the hour'),
};
export const frequency = z.strictObject(limits);
