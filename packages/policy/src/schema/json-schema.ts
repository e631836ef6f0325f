import { z } from 'zod';
import { envValue } from '../keys/values.js';
import { baseSchema } from './base.js';
import { configSchema } from './config.js';

const toSchema = (schema: z.ZodType, title: string): object => ({
  ...z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema instanceof z.ZodDiscriminatedUnion) {
        jsonSchema.anyOf = jsonSchema.oneOf ?? []; // its options exclude each other; editors complete keys of both
        delete jsonSchema.oneOf;
      }
      if (zodSchema !== envValue) return;
      const [asText] = jsonSchema.anyOf ?? []; // the gaps of a text are text in the file
      delete jsonSchema.anyOf;
      Object.assign(jsonSchema, asText);
    },
  }),
  title,
});

/** The configuration as editors understand it. What it cannot say, such as which expressions compile, `validate` does. */
export const toJsonSchema = (): object => toSchema(configSchema, 'mcp-guard.yaml');

/** The same for what `extends` names. */
export const toBaseJsonSchema = (): object => toSchema(baseSchema, 'a base of mcp-guard.yaml');
