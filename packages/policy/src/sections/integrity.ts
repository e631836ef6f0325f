import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import type { Section } from './section.js';

/** The words of a server are read by a model: orders in them, by where they stand. */
export const integrity = {
  ofServer: z
    .strictObject({
      orders: z
        .strictObject({
          definitions: z
            .enum(['hold', 'warn', 'off'])
            .default('hold')
            .describe('in a tool, prompt or resource as it is listed; `hold` leaves that item out and refuses it')
            .register(loosens, { looser: ['hold', 'warn', 'off'] }),
          instructions: z
            .enum(['strip', 'warn', 'off'])
            .default('strip')
            .describe('in the server’s description of itself; `strip` takes that member out')
            .register(loosens, { looser: ['strip', 'warn', 'off'] }),
          results: z
            .enum(['block', 'warn', 'off'])
            .default('warn')
            .describe('in results and all else that a model reads; `warn` tells the client in `_meta`')
            .register(loosens, { looser: ['block', 'warn', 'off'] }),
          prompts: z
            .enum(['block', 'warn', 'off'])
            .default('warn')
            .describe('in the text of a prompt')
            .register(loosens, { looser: ['block', 'warn', 'off'] }),
        })
        .prefault({})
        .describe('orders to the model in what the server says'),
    })
    .prefault({})
    .describe('what the server says, as a model reads it'),
} satisfies Section;

export type Integrity = z.output<typeof integrity.ofServer>;
export type OrderPlace = keyof Integrity['orders'];
