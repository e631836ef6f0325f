import { z } from 'zod';
import { loosens } from '../keys/loosens.js';

export const count = z.int().min(0, 'a limit is not negative').max(1_000_000_000);

const limit = (what: string) =>
  count.nullable().default(null).describe(`${what}; null means no limit`).register(loosens, { looser: 'more' });

export const limits = {
  requests_per_minute: limit(
    'requests of a user, in all sessions together; refilled evenly over the minute, and not by a restart or a change of the clock',
  ),
  requests_per_hour: limit('the same over an hour'),
};
export const frequency = z.strictObject(limits);
