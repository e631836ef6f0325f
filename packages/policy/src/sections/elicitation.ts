import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import type { Section } from './section.js';

export const elicitation = {
  ofServer: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('whether the server may ask the person')
        .register(loosens, { looser: 'true' }),
      block_secret_questions: z
        .boolean()
        .default(true)
        .describe('refuse forms that ask for passwords, keys or card numbers')
        .register(loosens, { looser: 'false' }),
    })
    .prefault({}),
} satisfies Section;
