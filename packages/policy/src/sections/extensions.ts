import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import type { Section } from './section.js';

const ids = z.array(z.string().min(1, 'an extension has a name'));

/** Extensions of the protocol, by their names in capabilities: `io.modelcontextprotocol/skills`. */
export const extensions = {
  ofServer: z
    .strictObject({
      allow: ids
        .nullable()
        .default(null)
        .describe('extensions that may be used; null means all')
        .register(loosens, { looser: 'more entries' }),
      deny: ids
        .default([])
        .describe('extensions that are hidden from both sides, and whose methods are refused')
        .register(loosens, { looser: 'fewer entries' }),
    })
    .prefault({})
    .describe('extensions of the protocol, by their names in capabilities'),
} satisfies Section;
