import { z } from 'zod';
import { configSchema } from './schema/config.js';

/** The configuration as editors understand it. What it cannot say, such as which expressions compile, `validate` does. */
export const toJsonSchema = (): object => ({
  ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }),
  title: 'mcp-guard.yaml',
});
