import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { path } from '../keys/values.js';
import type { Section } from './section.js';

/** Which of the client's folders a server may know. */
export const roots = {
  ofServer: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('whether the server may ask which folders it is for')
        .register(loosens, { looser: 'true' }),
      only: z
        .array(path.refine(isAbsolute, 'a folder is written from the root, or from the home by ~'))
        .default([])
        .describe(
          'the folders whose roots it may see, after links are followed; a larger folder is left out; an empty list means all',
        )
        .register(loosens, { looser: 'more entries, or none' }),
    })
    .prefault({})
    .describe('folders of your client'),
} satisfies Section;
