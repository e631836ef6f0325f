import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import type { Section } from './section.js';

export const elicitation = {
  ofServer: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('whether the server may ask you; a page that it opens must be https')
        .register(loosens, { looser: 'true' }),
      block_secret_questions: z
        .boolean()
        .default(true)
        .describe('refuse forms that ask for passwords, keys, codes or card numbers')
        .register(loosens, { looser: 'false' }),
    })
    .prefault({})
    .describe('questions of the server to you'),
} satisfies Section;
